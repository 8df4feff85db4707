import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../../foundation/Dialog";

const RPES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

interface FinishDialogProps {
  /** How long the session has taken, in words. */
  duration: string | null;
  /** Sets that are asked for and not done. */
  left: number;
  onFinish: (rpe: number | null, notes: string | null) => void;
  onClose: () => void;
}

/** How hard the session was, and what there is to say about it. */
export default function FinishDialog({ duration, left, onFinish, onClose }: FinishDialogProps) {
  const { t } = useTranslation();
  const [rpe, setRpe] = useState<number | null>(null);
  const [notes, setNotes] = useState("");
  return (
    <Dialog title={t("trainingClient:finish.title")} onClose={onClose}>
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onFinish(rpe, notes.trim() || null);
            close();
          }}
        >
          <Stack gap="sm">
            {duration && <Text>{t("trainingClient:finish.duration", { duration })}</Text>}
            {left > 0 && <Text c="dimmed">{t("trainingClient:finish.left", { count: left })}</Text>}
            <div>
              <Text size="sm" id="effort">
                {t("trainingClient:finish.rpe")}
              </Text>
              <Group gap={4} role="group" aria-labelledby="effort">
                {RPES.map((one) => (
                  <Button
                    key={one}
                    px={0}
                    w={44}
                    variant={one === rpe ? "filled" : "default"}
                    aria-pressed={one === rpe}
                    onClick={() => setRpe(one === rpe ? null : one)}
                  >
                    {one}
                  </Button>
                ))}
              </Group>
            </div>
            <Textarea
              label={t("trainingClient:finish.notes")}
              autosize
              minRows={2}
              maxLength={2000}
              value={notes}
              onChange={(event) => setNotes(event.currentTarget.value)}
            />
            <Button type="submit">{t("trainingClient:finish.button")}</Button>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}
