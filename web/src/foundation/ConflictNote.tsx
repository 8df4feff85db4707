import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Conflict } from "./conflict";
import { useFormat } from "./i18n/useLanguage";

interface ConflictNoteProps {
  conflict: Conflict;
  /** Each value in words: what it is now, and what would be saved. */
  values: { name?: string; now: string; yours: string }[];
  onKeepNow: () => void;
  onSaveYours: () => void;
  isSaving: boolean;
  /** Nothing was typed: `yours` is what the plan was when somebody chose to do something to it. */
  isSeen?: boolean;
  saveLabel?: string;
}

const FIELD = "input:not([type=hidden]), select, textarea, button";

/** Shows both values of an edit that was made on an old version. A person chooses; nothing is overwritten unseen. */
export function ConflictNote({ conflict, values, onKeepNow, onSaveYours, ...rest }: ConflictNoteProps) {
  const { isSaving, isSeen = false, saveLabel } = rest;
  const { t } = useTranslation();
  const format = useFormat();
  const { by, at } = conflict;
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const form = note.current?.closest('form, [role="dialog"]');
    note.current?.focus(); // it may be below what is seen of a long form
    return () => {
      // The button that had the focus went with the note.
      if (document.activeElement === document.body) form?.querySelector<HTMLElement>(FIELD)?.focus();
    };
  }, []);
  return (
    <Alert ref={note} tabIndex={-1} color="orange" role="alert" title={t("app:conflict.title")}>
      <Stack gap="xs">
        {by && at && <Text size="sm">{t("app:conflict.by", { name: by, moment: format.dateTime(at) })}</Text>}
        {values.map(({ name, now, yours }) => (
          <div key={name ?? now}>
            {name && (
              <Text size="sm" fw={600}>
                {name}
              </Text>
            )}
            <Text size="sm">{t("app:conflict.now", { value: now })}</Text>
            <Text size="sm">{t(isSeen ? "app:conflict.seen" : "app:conflict.yours", { value: yours })}</Text>
          </div>
        ))}
        <Group gap="xs">
          <Button size="compact-sm" variant="default" onClick={onKeepNow}>
            {isSeen ? t("app:cancel") : t("app:conflict.keepNow")}
          </Button>
          <Button size="compact-sm" variant="default" loading={isSaving} onClick={onSaveYours}>
            {saveLabel ?? t("app:conflict.saveYours")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
