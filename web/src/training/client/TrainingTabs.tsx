import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

/** The two screens of a client's training. */
export function TrainingTabs({ shown }: { shown: "programme" | "progress" }) {
  const { t } = useTranslation();
  return (
    <Button.Group aria-label={t("trainingClient:tabs.label")}>
      {(["programme", "progress"] as const).map((one) => (
        <Button
          key={one}
          component={Link}
          to={one === "programme" ? "/training" : "/training/progress"}
          flex={1}
          variant={one === shown ? "filled" : "default"}
          aria-current={one === shown ? "page" : undefined}
        >
          {t(`trainingClient:tabs.${one}`)}
        </Button>
      ))}
    </Button.Group>
  );
}
