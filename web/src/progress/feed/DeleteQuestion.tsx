import { Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import classes from "./Feed.module.css";

interface DeleteQuestionProps {
  words: string;
  isPending: boolean;
  error: Error | null;
  onDelete: () => void;
  onKeep: () => void;
}

/** Says what goes for good, and asks once. */
export default function DeleteQuestion({ words, isPending, error, onDelete, onKeep }: DeleteQuestionProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.question}>
      <Text size="sm" mb={6} c="var(--mantine-color-text)">
        {words}
      </Text>
      <Group gap="xs">
        <Button size="compact-sm" color="red" loading={isPending} onClick={onDelete} data-autofocus>
          {t("app:delete")}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={onKeep}>
          {t("app:cancel")}
        </Button>
      </Group>
      {error && (
        <Text size="sm" c="red" role="alert">
          {describeError(error, t)}
        </Text>
      )}
    </div>
  );
}
