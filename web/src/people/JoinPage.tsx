import { useTranslation } from "react-i18next";
import { Navigate } from "react-router";
import { usePageTitle } from "../app/usePageTitle";
import { AuthCard } from "./AuthCard";
import { JoinForm } from "./JoinForm";
import { TakeOverNote } from "./NoCoachNote";
import { useMe } from "./queries";

/** Where a client without a coach ends up; one whose coaching has ended comes by themselves. */
export default function JoinPage() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  usePageTitle(t("people.invite.title"));

  if (me?.client?.coach_id || me?.role === "coach") return <Navigate to="/" replace />;
  return (
    <AuthCard title={t("people.invite.title")} hint={t("people.invite.hint")}>
      {me?.client && <TakeOverNote />}
      <JoinForm />
    </AuthCard>
  );
}
