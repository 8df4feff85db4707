import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Notice } from "./Notice";

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Notice title={t("app:notFound.title")} hint={t("app:notFound.hint")}>
      <Button component={Link} to="/" variant="light">
        {t("app:notFound.home")}
      </Button>
    </Notice>
  );
}
