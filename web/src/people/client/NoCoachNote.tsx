import { Alert, Anchor, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

/** What a client reads whose coaching has ended. */
export function NoCoachNote() {
  const { t } = useTranslation();
  return (
    <Alert role="status" title={t("people:noCoach.title")}>
      <Text size="sm">{t("people:noCoach.hint")}</Text>
      <Anchor component={Link} to="/join" size="sm" underline="always">
        {t("people:noCoach.join")}
      </Anchor>
    </Alert>
  );
}

/** What they should know before they accept an invite. */
export function TakeOverNote() {
  const { t } = useTranslation();
  return <Text size="sm">{t("people:noCoach.takeOver")}</Text>;
}
