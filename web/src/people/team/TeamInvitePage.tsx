import { Alert, Anchor, Button, Checkbox, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useNavigate, useParams } from "react-router";
import { AuthCard } from "../../account/AuthCard";
import { useMe } from "../../account/queries";
import { useSession } from "../../account/session";
import { describeError } from "../../foundation/describeError";
import { usePageTitle } from "../../foundation/usePageTitle";
import { Waiting } from "../../foundation/Waiting";
import type { TeamInvitePreview } from "./api";
import { useAcceptTeamInvite, useTeamInvitePreview } from "./queries";

/** /studio/invite/CODE: which studio invites, and one confirmation. */
export default function TeamInvitePage() {
  const { t } = useTranslation();
  const { code = "" } = useParams();
  const { pathname } = useLocation();
  const { userId } = useSession();
  const preview = useTeamInvitePreview(code);
  usePageTitle(t("peopleTeam:join.title"));

  if (userId === undefined || preview.isPending) return <Waiting />;
  if (!preview.data)
    return (
      <AuthCard title={t("peopleTeam:join.unusable")}>
        <Alert color="orange" role="alert">
          {describeError(preview.error, t)}
        </Alert>
        <Anchor component={Link} to="/studio" size="sm" underline="always">
          {t("peopleTeam:title")}
        </Anchor>
      </AuthCard>
    );
  const { team_name, invited_by, role } = preview.data;
  return (
    <AuthCard
      title={t("peopleTeam:join.invites", { team: team_name })}
      hint={t("peopleTeam:join.by", {
        name: invited_by || t("peopleTeam:nameless"),
        role: t(`peopleTeam:role.${role}`),
      })}
    >
      <Text size="sm">{t(`peopleTeam:roleHint.${role}`)}</Text>
      {userId ? (
        <Join code={code} invite={preview.data} />
      ) : (
        <Stack gap="xs">
          <Button component={Link} to="/sign-in" state={{ from: pathname }}>
            {t("peopleTeam:join.signIn")}
          </Button>
          <Text size="sm">{t("peopleTeam:join.signUpHint")}</Text>
          <Button component={Link} to="/sign-up" variant="default">
            {t("peopleTeam:join.signUp")}
          </Button>
        </Stack>
      )}
    </AuthCard>
  );
}

function Join({ code, invite }: { code: string; invite: TeamInvitePreview }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: me } = useMe();
  const [withClients, setWithClients] = useState(false);
  const accept = useAcceptTeamInvite();
  return (
    <Stack gap="sm">
      {accept.error && (
        <Alert color="red" role="alert">
          {describeError(accept.error, t)}
        </Alert>
      )}
      {me?.role === "coach" && invite.role !== "member" && (
        <Checkbox
          label={t("peopleTeam:withClients")}
          description={t("peopleTeam:withClientsHint")}
          checked={withClients}
          onChange={(event) => setWithClients(event.currentTarget.checked)}
        />
      )}
      <Button
        loading={accept.isPending}
        onClick={() =>
          accept.mutate({ code, withClients }, { onSuccess: () => navigate("/studio", { replace: true }) })
        }
      >
        {t("peopleTeam:join.accept", { team: invite.team_name })}
      </Button>
    </Stack>
  );
}
