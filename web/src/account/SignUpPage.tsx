import { Anchor, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, Navigate } from "react-router";
import { usePageTitle } from "../foundation/usePageTitle";
import { AuthCard } from "./AuthCard";
import { ProviderButtons } from "./access/ProviderButtons";
import { SignUpForm } from "./SignUpForm";
import { useSession } from "./session";

export default function SignUpPage() {
  const { t } = useTranslation();
  const { userId } = useSession();
  usePageTitle(t("account:signUp.title"));

  if (userId) return <Navigate to="/" replace />;
  return (
    <AuthCard title={t("account:signUp.title")} hint={t("account:whatItIs")}>
      <SignUpForm />
      <ProviderButtons />
      <Text size="sm">
        {t("account:signUp.toSignIn")}{" "}
        <Anchor component={Link} to="/sign-in" underline="always">
          {t("account:signUp.toSignInLink")}
        </Anchor>
      </Text>
    </AuthCard>
  );
}
