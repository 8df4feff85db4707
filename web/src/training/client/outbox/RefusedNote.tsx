import { Alert, Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { useOutboxState, useSending } from "./useWorkoutOutbox";

/** Sends waiting steps of workouts, and says so where some were refused. */
export default function RefusedNote() {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  useSending();
  const refused = useOutboxState().entries.filter(({ refusal }) => refusal);
  const [first] = refused;
  const address = first && `/training?session=${first.sessionId}`;
  if (!address || pathname + search === address) return null;
  return (
    <Alert color="orange" role="status" mb="md">
      {t("trainingOutbox:refused", { count: refused.length })}{" "}
      <Anchor component={Link} to={address} inherit underline="always">
        {t("trainingOutbox:look")}
      </Anchor>
    </Alert>
  );
}
