import { Alert, Anchor, Button, Group, List, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useNavigate, useParams } from "react-router";
import { AuthCard } from "../../account/AuthCard";
import { useMe } from "../../account/queries";
import { SignInForm } from "../../account/SignInForm";
import { SignUpForm } from "../../account/SignUpForm";
import { useSession } from "../../account/session";
import { browserTimeZone } from "../../foundation/calendar";
import { describeError } from "../../foundation/describeError";
import { useLanguage } from "../../foundation/i18n/useLanguage";
import { usePageTitle } from "../../foundation/usePageTitle";
import { Waiting } from "../../foundation/Waiting";
import { useAcceptInvite, useInvitePreview } from "../queries";
import { joining } from "./joining";
import { TakeOverNote } from "./NoCoachNote";

/** /invite/CODE: who invites and what they will see, then one confirmation: signing up or in, or a button. */
export default function InvitePage() {
  const { t } = useTranslation();
  const { code = "" } = useParams();
  const { userId } = useSession();
  const preview = useInvitePreview(code);
  usePageTitle(t("people:invite.title"));

  if (userId === undefined || preview.isPending) return <Waiting />;
  if (preview.error)
    return <Unusable error={preview.error} retry={preview.refetch} isSignedIn={userId !== null} />;
  const coach = preview.data?.coach_name || t("people:invite.yourCoach");
  return userId ? <Join code={code} coach={coach} /> : <Welcome code={code} coach={coach} />;
}

/** What the coach will see, and that it can be ended. */
function WhatTheySee({ coach }: { coach: string }) {
  const { t } = useTranslation();
  return (
    <Stack gap={4}>
      <Text size="sm">{t("people:invite.sees", { coach })}</Text>
      <List size="sm">
        <List.Item>{t("people:invite.seesDiary")}</List.Item>
        <List.Item>{t("people:invite.seesReports")}</List.Item>
        <List.Item>{t("people:invite.seesName")}</List.Item>
      </List>
      <Text size="sm">{t("people:invite.yours")}</Text>
    </Stack>
  );
}

function Welcome({ code, coach }: { code: string; coach: string }) {
  const { t } = useTranslation();
  const [known, setKnown] = useState(false);
  const confirm = () => joining.begin(code);
  return (
    <AuthCard title={t("people:invite.invites", { coach })} hint={t("people:invite.whatItIs")}>
      <WhatTheySee coach={coach} />
      {known ? (
        <SignInForm submit={t("people:invite.signInAndJoin")} onSubmit={confirm} />
      ) : (
        <SignUpForm role="client" submit={t("people:invite.signUpAndJoin")} onSubmit={confirm} />
      )}
      <Text size="sm">
        {known ? t("account:signIn.toSignUp") : t("account:signUp.toSignIn")}{" "}
        <Anchor component="button" type="button" underline="always" onClick={() => setKnown(!known)}>
          {known ? t("account:signIn.toSignUpLink") : t("account:signUp.toSignInLink")}
        </Anchor>
      </Text>
    </AuthCard>
  );
}

function Join({ code, coach }: { code: string; coach: string }) {
  const { t } = useTranslation();
  const locale = useLanguage();
  const navigate = useNavigate();
  const { signOut } = useSession();
  const { data: me } = useMe();
  const { mutate, error, isPending } = useAcceptInvite();
  const mayJoin = me?.role === "client" && !me.client?.coach_id;
  const join = () =>
    mutate(
      { code, timezone: browserTimeZone(), locale },
      { onSuccess: () => navigate("/", { replace: true }) },
    );

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is known who has signed in
  useEffect(() => {
    if (me && joining.end(code) && mayJoin && !me.client) join();
  }, [me?.id]);

  if (!me) return <Waiting />;
  if (me.client?.coach_id) return <Navigate to="/" replace />;
  return (
    <AuthCard title={t("people:invite.invites", { coach })}>
      {error && (
        <Alert color="red" role="alert">
          {describeError(error, t)}
        </Alert>
      )}
      {mayJoin ? (
        <>
          <WhatTheySee coach={coach} />
          {me.client && <TakeOverNote />}
          <Button loading={isPending} onClick={join}>
            {t("people:invite.join", { coach })}
          </Button>
        </>
      ) : (
        <>
          <Text size="sm">{t("people:invite.wrongAccount")}</Text>
          <Button variant="default" onClick={() => void signOut()}>
            {t("people:invite.signOut")}
          </Button>
        </>
      )}
    </AuthCard>
  );
}

/** Why the code cannot be accepted, said at once, with where to go from here. */
function Unusable({ error, retry, isSignedIn }: { error: Error; retry: () => void; isSignedIn: boolean }) {
  const { t } = useTranslation();
  return (
    <AuthCard title={t("people:invite.unusable")}>
      {isSignedIn && <HomeIfJoined />}
      <Alert color="orange" role="alert">
        {describeError(error, t)}
      </Alert>
      <Group gap="md">
        <Anchor component="button" type="button" size="sm" underline="always" onClick={retry}>
          {t("app:retry")}
        </Anchor>
        {isSignedIn ? (
          <Anchor component={Link} to="/join" size="sm" underline="always">
            {t("people:invite.otherCode")}
          </Anchor>
        ) : (
          <Anchor component={Link} to="/sign-in" size="sm" underline="always">
            {t("account:signIn.title")}
          </Anchor>
        )}
      </Group>
    </AuthCard>
  );
}

/** Whoever opens the link of an invite that they have accepted wants to go in. */
function HomeIfJoined() {
  const { data: me } = useMe();
  return me?.client?.coach_id ? <Navigate to="/" replace /> : null;
}
