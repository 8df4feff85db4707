import { Alert, Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useUserId } from "../../account/session";
import { describeError } from "../../foundation/describeError";
import { QueryPanel } from "../../foundation/Panel";
import type { Coaches, Team } from "./api";
import { useName } from "./MembersPanel";
import { useCoaches, useShareClient, useTeam, useUnshareClient } from "./queries";

/** Who coaches a client. The own coach and those who manage the studio share; the client too can end a share. */
export function CoachesPanel({ clientId, isClient = false }: { clientId: string; isClient?: boolean }) {
  const { t } = useTranslation();
  const coaches = useCoaches(clientId);
  const { data: team } = useTeam();
  return (
    <QueryPanel title={t("peopleTeam:coaches.title")} query={coaches} height={80}>
      {(data) => <Lines clientId={clientId} coaches={data} team={team ?? null} isClient={isClient} />}
    </QueryPanel>
  );
}

interface LinesProps {
  clientId: string;
  coaches: Coaches;
  team: Team | null;
  isClient: boolean;
}

function Lines({ clientId, coaches, team, isClient }: LinesProps) {
  const { t } = useTranslation();
  const userId = useUserId();
  const nameOf = useName();
  const [chosen, choose] = useState("");
  const share = useShareClient(clientId);
  const unshare = useUnshareClient(clientId);
  const error = share.error ?? unshare.error;
  const isTeams = team !== null && team.id === coaches.teamId;
  const shares =
    !isClient &&
    isTeams &&
    (coaches.coach?.id === userId || team.myRole === "owner" || team.myRole === "admin");
  const others = (isTeams ? team.members : []).filter(
    ({ id, role }) =>
      role !== "member" && id !== coaches.coach?.id && !coaches.shares.some((one) => one.id === id),
  );
  return (
    <Stack gap="sm">
      {error && (
        <Alert color="red" role="alert">
          {describeError(error, t)}
        </Alert>
      )}
      {coaches.coach ? (
        <Text>{t("peopleTeam:coaches.own", { name: nameOf(coaches.coach) })}</Text>
      ) : (
        <Text c="dimmed">{t("peopleTeam:coaches.none")}</Text>
      )}
      {coaches.shares.length > 0 && (
        <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
          {coaches.shares.map((one) => (
            <Group component="li" key={one.id} justify="space-between" gap="xs">
              <Text>{t("peopleTeam:coaches.shared", { name: nameOf(one) })}</Text>
              {(shares || isClient || one.id === userId) && (
                <Button
                  size="xs"
                  variant="default"
                  loading={unshare.isPending && unshare.variables === one.id}
                  aria-label={t("peopleTeam:coaches.unshareName", { name: nameOf(one) })}
                  onClick={() => unshare.mutate(one.id)}
                >
                  {t("peopleTeam:coaches.unshare")}
                </Button>
              )}
            </Group>
          ))}
        </Stack>
      )}
      {shares && others.length > 0 && (
        <Group gap="xs" align="end">
          <NativeSelect
            label={t("peopleTeam:coaches.with")}
            data={[
              { value: "", label: "–" },
              ...others.map((one) => ({ value: one.id, label: nameOf(one) })),
            ]}
            value={chosen}
            onChange={(event) => choose(event.currentTarget.value)}
          />
          <Button
            variant="default"
            disabled={!chosen}
            loading={share.isPending}
            onClick={() => share.mutate(chosen, { onSuccess: () => choose("") })}
          >
            {t("peopleTeam:coaches.share")}
          </Button>
        </Group>
      )}
      {coaches.teamId !== null && (
        <Text size="sm" c="dimmed">
          {t(isClient ? "peopleTeam:coaches.clientHint" : "peopleTeam:coaches.hint")}
        </Text>
      )}
    </Stack>
  );
}
