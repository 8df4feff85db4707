import { Container, Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "../../account/queries";
import { LoadError, LoadingBlock } from "../../foundation/Panel";
import { usePageTitle } from "../../foundation/usePageTitle";
import type { Team } from "./api";
import { BringPanel, LeavePanel } from "./BelongingPanels";
import { InvitesPanel } from "./InvitesPanel";
import { MembersPanel } from "./MembersPanel";
import { NoTeam } from "./NoTeam";
import { useTeam } from "./queries";
import { SettingsPanel } from "./SettingsPanel";

/** /studio: who is in the team of the account, or how to open one. */
export default function StudioPage() {
  const { t } = useTranslation();
  const team = useTeam();
  usePageTitle(team.data?.name ?? t("peopleTeam:title"));
  return (
    <Container size="sm" px={0}>
      <Stack gap="md">
        <Title
          order={1}
          size="h3"
          style={{
            overflowWrap: "anywhere",
            borderInlineStart: team.data ? `6px solid ${team.data.settings.colour}` : undefined,
            paddingInlineStart: team.data ? 10 : undefined,
          }}
        >
          {team.data?.name ?? t("peopleTeam:title")}
        </Title>
        {team.data ? (
          <Inside team={team.data} />
        ) : team.data === null ? (
          <NoTeam />
        ) : team.error ? (
          <LoadError error={team.error} retry={() => team.refetch()} retrying={team.isFetching} />
        ) : (
          <LoadingBlock height={480} />
        )}
      </Stack>
    </Container>
  );
}

function Inside({ team }: { team: Team }) {
  const { data: me } = useMe();
  const manages = team.myRole === "owner" || team.myRole === "admin";
  return (
    <>
      <MembersPanel team={team} />
      {manages && <InvitesPanel team={team} />}
      {me?.role === "coach" && team.myRole !== "member" && <BringPanel />}
      {manages && <SettingsPanel key={team.id} team={team} />}
      <LeavePanel team={team} />
    </>
  );
}
