import { Alert, Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useUserId } from "../../account/session";
import { Dialog } from "../../foundation/Dialog";
import { describeError } from "../../foundation/describeError";
import { Panel } from "../../foundation/Panel";
import { asRequestError } from "../../foundation/request";
import type { Member, Team, TeamRole } from "./api";
import { useRemoveMember, useSetTeamRole } from "./queries";

export const ROLES: TeamRole[] = ["owner", "admin", "trainer", "member"];

/** Who is in the team. An owner changes roles; owners and admins remove people. */
export function MembersPanel({ team }: { team: Team }) {
  const { t } = useTranslation();
  const [removed, setRemoved] = useState<Member>();
  const setRole = useSetTeamRole();
  return (
    <Panel title={t("peopleTeam:members.title")}>
      <Stack gap="sm">
        {setRole.error && (
          <Alert color="red" role="alert">
            {describeError(setRole.error, t)}
          </Alert>
        )}
        <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
          {team.members.map((member) => (
            <MemberLine
              key={member.id}
              team={team}
              member={member}
              isSaving={setRole.isPending}
              onRole={(role) => setRole.mutate({ userId: member.id, role })}
              onRemove={() => setRemoved(member)}
            />
          ))}
        </Stack>
        <Text size="sm" c="dimmed">
          {t("peopleTeam:members.hint")}
        </Text>
      </Stack>
      {removed && <RemoveDialog team={team} member={removed} onClose={() => setRemoved(undefined)} />}
    </Panel>
  );
}

interface MemberLineProps {
  team: Team;
  member: Member;
  isSaving: boolean;
  onRole: (role: TeamRole) => void;
  onRemove: () => void;
}

function MemberLine({ team, member, isSaving, onRole, onRemove }: MemberLineProps) {
  const { t } = useTranslation();
  const userId = useUserId();
  const name = useName()(member);
  const removes =
    member.id !== userId &&
    (team.myRole === "owner" ||
      (team.myRole === "admin" && (member.role === "trainer" || member.role === "member")));
  return (
    <Group component="li" justify="space-between" gap="xs">
      <Text style={{ overflowWrap: "anywhere" }}>
        {name}
        {member.id === userId && (
          <Text span c="dimmed">
            {" "}
            {t("peopleTeam:members.you")}
          </Text>
        )}
      </Text>
      <Group gap="xs">
        {team.myRole === "owner" ? (
          <NativeSelect
            aria-label={t("peopleTeam:members.roleOf", { name })}
            data={ROLES.map((role) => ({ value: role, label: t(`peopleTeam:role.${role}`) }))}
            value={member.role}
            disabled={isSaving}
            onChange={(event) => onRole(event.currentTarget.value as TeamRole)}
          />
        ) : (
          <Text size="sm" c="dimmed">
            {t(`peopleTeam:role.${member.role}`)}
          </Text>
        )}
        {removes && (
          <Button
            variant="default"
            aria-label={t("peopleTeam:members.removeName", { name })}
            onClick={onRemove}
          >
            {t("peopleTeam:members.remove")}
          </Button>
        )}
      </Group>
    </Group>
  );
}

/** Removes at once, unless clients are left: then asks who takes them over. */
function RemoveDialog({ team, member, onClose }: { team: Team; member: Member; onClose: () => void }) {
  const { t } = useTranslation();
  const nameOf = useName();
  const [takeOver, setTakeOver] = useState("");
  const remove = useRemoveMember();
  const hasClients =
    remove.error !== null && asRequestError(remove.error).reason?.name === "member_has_clients";
  const [asked, setAsked] = useState(false);
  if (hasClients && !asked) setAsked(true);
  const coaches = team.members.filter(({ id, role }) => id !== member.id && role !== "member");
  return (
    <Dialog title={t("peopleTeam:members.removeName", { name: nameOf(member) })} onClose={onClose}>
      {(close) => (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            remove.mutate({ userId: member.id, takeOver: takeOver || null }, { onSuccess: close });
          }}
        >
          <Stack gap="sm">
            {remove.error && (
              <Alert color={hasClients ? "orange" : "red"} role="alert">
                {describeError(remove.error, t)}
              </Alert>
            )}
            <Text size="sm">{t("peopleTeam:members.removeHint")}</Text>
            {asked && (
              <NativeSelect
                label={t("peopleTeam:members.takeOver")}
                data={[
                  { value: "", label: "–" },
                  ...coaches.map((coach) => ({ value: coach.id, label: nameOf(coach) })),
                ]}
                value={takeOver}
                onChange={(event) => setTakeOver(event.currentTarget.value)}
              />
            )}
            <Group justify="end" gap="xs">
              <Button variant="default" onClick={close}>
                {t("app:cancel")}
              </Button>
              <Button type="submit" color="red" loading={remove.isPending} disabled={asked && !takeOver}>
                {t("peopleTeam:members.remove")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}

/** What somebody is called: a coach need not have given a name. */
export function useName(): (member: { name: string }) => string {
  const { t } = useTranslation();
  return ({ name }) => name.trim() || t("peopleTeam:nameless");
}
