import { Button, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Stack align="center" gap="sm" py={64} ta="center">
      <Title order={1} size="h3">
        {t("app:notFound.title")}
      </Title>
      <Text c="dimmed">{t("app:notFound.hint")}</Text>
      <Button component={Link} to="/" variant="light">
        {t("app:notFound.home")}
      </Button>
    </Stack>
  );
}
