import { Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

export default function MyProgressPage() {
  const { t } = useTranslation();
  return (
    <Title order={1} size="h3">
      {t("progress.title")}
    </Title>
  );
}
