import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";
import { AuthCard } from "../../account/AuthCard";
import { useMe } from "../../account/queries";
import { usePageTitle } from "../../foundation/usePageTitle";
import { JoinForm } from "./JoinForm";

/** The page of a client without a coach. Clients whose coaching has ended can open it by themselves. */
export default function JoinPage() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  usePageTitle(t("people:invite.title"));

  if (me?.client?.coach_id || me?.role === "coach") return <Navigate to="/" replace />;
  return (
    <AuthCard title={t("people:invite.title")} hint={t("people:invite.hint")}>
      <JoinForm />
    </AuthCard>
  );
}
