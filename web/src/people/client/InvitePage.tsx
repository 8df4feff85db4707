import { Anchor, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useParams } from "react-router";
import { AuthCard } from "../../account/AuthCard";
import { useMe } from "../../account/queries";
import { SignInForm } from "../../account/SignInForm";
import { SignUpForm } from "../../account/SignUpForm";
import { useSession } from "../../account/session";
import { usePageTitle } from "../../foundation/usePageTitle";
import { Waiting } from "../../foundation/Waiting";
import { JoinForm } from "./JoinForm";
import { TakeOverNote } from "./NoCoachNote";

/** /invite/CODE: sign up or in right here, then join. The code stays in the address meanwhile. */
export default function InvitePage() {
  const { t } = useTranslation();
  const { userId } = useSession();
  usePageTitle(t("people:invite.title"));
  if (userId === undefined) return <Waiting />;
  return userId ? <Accept /> : <Welcome />;
}

function Welcome() {
  const { t } = useTranslation();
  const [known, setKnown] = useState(false);
  return (
    <AuthCard title={t("people:invite.welcome")} hint={t("people:invite.welcomeHint")}>
      {known ? <SignInForm /> : <SignUpForm role="client" />}
      <Text size="sm">
        {known ? t("account:signIn.toSignUp") : t("account:signUp.toSignIn")}{" "}
        <Anchor component="button" type="button" underline="always" onClick={() => setKnown(!known)}>
          {known ? t("account:signIn.toSignUpLink") : t("account:signUp.toSignInLink")}
        </Anchor>
      </Text>
    </AuthCard>
  );
}

function Accept() {
  const { t } = useTranslation();
  const { code } = useParams();
  const { data: me } = useMe();
  if (me?.client?.coach_id) return <Navigate to="/" replace />;
  return (
    <AuthCard
      title={t("people:invite.title")}
      hint={me?.role === "coach" ? t("people:invite.wrongAccount") : undefined}
    >
      {me?.client && <TakeOverNote />}
      {me?.role !== "coach" && <JoinForm code={code} />}
    </AuthCard>
  );
}
