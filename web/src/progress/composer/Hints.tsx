import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./Composer.module.css";

const HINTS = ["weight", "workout", "calories"] as const;

/** What one may write; picking one puts it into the input. */
export function Hints({ onPick }: { onPick: (hint: string) => void }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div className={classes.hints} role="group" aria-label={t("progress:composer.hintsLabel")}>
      {HINTS.map((hint) => {
        const words = t(`progress:composer.hints.${hint}`);
        return (
          <UnstyledButton key={hint} className={classes.hint} onClick={() => onPick(words)}>
            {words}
          </UnstyledButton>
        );
      })}
    </div>
  );
}
