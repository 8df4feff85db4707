import { Alert, Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { LoadError, LoadingBlock, Panel } from "../../foundation/Panel";
import { Copyable } from "../coach/Copyable";
import type { Team, TeamRole } from "./api";
import { useInviteToTeam, useTeamInvites, useWithdrawInvite } from "./queries";

/** Makes one-time codes, and lists those that nobody has used. */
export function InvitesPanel({ team }: { team: Team }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [role, setRole] = useState<TeamRole>("trainer");
  const invite = useInviteToTeam();
  const roles: TeamRole[] = team.myRole === "owner" ? ["trainer", "admin", "member"] : ["trainer", "member"];
  return (
    <Panel title={t("peopleTeam:invites.title")}>
      <Stack gap="sm">
        {invite.error && (
          <Alert color="red" role="alert">
            {describeError(invite.error, t)}
          </Alert>
        )}
        <Group gap="xs" align="end">
          <NativeSelect
            label={t("peopleTeam:invites.role")}
            data={roles.map((value) => ({ value, label: t(`peopleTeam:role.${value}`) }))}
            value={role}
            onChange={(event) => setRole(event.currentTarget.value as TeamRole)}
          />
          <Button loading={invite.isPending} onClick={() => invite.mutate(role)}>
            {t("peopleTeam:invites.make")}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {t(`peopleTeam:roleHint.${role}`)}
        </Text>
        {invite.data && (
          <>
            <Copyable
              label={t("peopleCoach:invitation.code")}
              copy={t("peopleCoach:invitation.copyCode")}
              value={invite.data.code}
            />
            <Copyable
              label={t("peopleCoach:invitation.link")}
              copy={t("peopleCoach:invitation.copyLink")}
              value={`${window.location.origin}/studio/invite/${invite.data.code}`}
            />
            <Text size="sm" c="dimmed" role="status">
              {t("peopleCoach:invitation.once", { date: format.dateTime(invite.data.expires_at) })}
            </Text>
          </>
        )}
        <OpenInvites />
      </Stack>
    </Panel>
  );
}

function OpenInvites() {
  const { t } = useTranslation();
  const format = useFormat();
  const invites = useTeamInvites();
  const withdraw = useWithdrawInvite();
  if (!invites.data)
    return invites.error ? (
      <LoadError error={invites.error} retry={() => invites.refetch()} retrying={invites.isFetching} />
    ) : (
      <LoadingBlock height={40} />
    );
  if (invites.data.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("peopleTeam:invites.none")}
      </Text>
    );
  return (
    <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
      {withdraw.error && (
        <Alert component="li" color="red" role="alert">
          {describeError(withdraw.error, t)}
        </Alert>
      )}
      {invites.data.map(({ id, role, expires_at }) => (
        <Group component="li" key={id} justify="space-between" gap="xs">
          <Text size="sm">
            {t("peopleTeam:invites.open", {
              role: t(`peopleTeam:role.${role}`),
              date: format.dateTime(expires_at),
            })}
          </Text>
          <Button
            size="xs"
            variant="default"
            loading={withdraw.isPending && withdraw.variables === id}
            onClick={() => withdraw.mutate(id)}
          >
            {t("peopleTeam:invites.withdraw")}
          </Button>
        </Group>
      ))}
    </Stack>
  );
}
