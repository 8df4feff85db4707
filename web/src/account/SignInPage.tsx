import { Alert, Anchor, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useLocation } from "react-router";
import { usePageTitle } from "../foundation/usePageTitle";
import { AuthCard } from "./AuthCard";
import { ProviderButtons } from "./access/ProviderButtons";
import { SignInForm } from "./SignInForm";
import { useSession } from "./session";

export default function SignInPage() {
  const { t } = useTranslation();
  const { userId, expired } = useSession();
  const location = useLocation();
  usePageTitle(t("account:signIn.title"));

  if (userId) return <Navigate to={returnTo(location.state)} replace />;
  return (
    <AuthCard title={t("account:signIn.title")} hint={t("account:whatItIs")}>
      {expired && <Alert role="status">{t("account:session.expired")}</Alert>}
      <SignInForm />
      <Anchor component={Link} to="/reset-password" size="sm" underline="always">
        {t("accountAccess:forgot")}
      </Anchor>
      <ProviderButtons />
      <Text size="sm">
        {t("account:signIn.toSignUp")}{" "}
        <Anchor component={Link} to="/sign-up" underline="always">
          {t("account:signIn.toSignUpLink")}
        </Anchor>
      </Text>
    </AuthCard>
  );
}

/** The path from which the person was sent to sign in. Always a path of this app. */
function returnTo(state: unknown): string {
  const from = (state as { from?: unknown } | null)?.from;
  return typeof from === "string" && /^\/(?!\/)/.test(from) ? from : "/";
}
