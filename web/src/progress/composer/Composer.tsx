import { ActionIcon, Button, Divider, FileButton, Group, Paper, Stack, Text, Textarea } from "@mantine/core";
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Language } from "../../foundation/i18n/language";
import { isWritingEarly } from "../../foundation/start";
import touch from "../../foundation/touch.module.css";
import { IconPaperclip } from "../icons";
import { useToday } from "../useToday";
import { AttachmentPreviews } from "./AttachmentPreviews";
import { ACCEPTED } from "./attachments";
import classes from "./Composer.module.css";
import { DayChoice, onDay } from "./DayChoice";
import { Hints } from "./Hints";
import { QuickActions, type QuickKind } from "./QuickActions";
import { useAttachments } from "./useAttachments";
import { useDraft } from "./useDraft";
import { useEntryWords } from "./useEntryWords";
import { useWriteLog } from "./useWriteLog";

const MAX_LENGTH = 4000;

interface ComposerProps {
  clientId: string;
  /** The client's, by which "yesterday" is read. */
  timeZone: string;
  /** The language of the diary, where somebody else than the client writes in it. */
  language?: Language;
  /** Which quick entry is open, where somebody else opens them too. */
  quick?: QuickKind | null;
  onQuick?: (kind: QuickKind | null) => void;
}

/** Where a client writes: text, pictures by button, paste or drop, and one-tap entries. */
export function Composer({ clientId, timeZone, language, quick, onQuick }: ComposerProps) {
  const { t } = useTranslation();
  const words = useEntryWords(language);
  const today = useToday(timeZone);
  const [daysAgo, setDaysAgo] = useState(0);
  const [ownQuick, setOwnQuick] = useState<QuickKind | null>(null);
  const [text, setText] = useDraft(clientId);
  const { attachments, problem, add, remove, clear } = useAttachments();
  const [lost, setLost] = useState(false);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const write = useWriteLog(clientId, timeZone);
  useEffect(() => {
    if (isWritingEarly()) input.current?.focus();
  }, []);
  const empty = text.trim() === "" && attachments.length === 0;

  const send = async () => {
    if (empty) return;
    try {
      await write({ text: onDay(text, daysAgo, words, today), attachments, source: "smart_log" });
      setDaysAgo(0);
      setText("");
      clear();
      setLost(false);
    } catch {
      setLost(true);
    }
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    void add(event.clipboardData.files);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void add(event.dataTransfer.files);
  };

  return (
    <Paper
      withBorder
      p="md"
      className={classes.composer}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <Stack gap="sm">
        <Textarea
          ref={input}
          label={t("progress:composer.label")}
          placeholder={over ? t("progress:composer.drop") : t("progress:composer.placeholder")}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={MAX_LENGTH}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          error={
            lost
              ? t("progress:composer.notKept")
              : text.length >= MAX_LENGTH && t("progress:composer.tooLong", { count: MAX_LENGTH })
          }
        />
        <AttachmentPreviews attachments={attachments} remove={remove} />
        {problem && (
          <Text size="sm" c="red" role="alert">
            {problem}
          </Text>
        )}
        <Group justify="space-between" gap="xs">
          <Hints
            onPick={(hint) => {
              setText(hint);
              input.current?.focus();
            }}
          />
          <Group gap="xs" wrap="nowrap" ml="auto">
            <DayChoice today={today} value={daysAgo} onChange={setDaysAgo} />
            <FileButton onChange={(files) => void add(files)} accept={ACCEPTED.join(",")} multiple>
              {(button) => (
                <ActionIcon
                  {...button}
                  variant="default"
                  size={36}
                  className={touch.target}
                  aria-label={t("progress:composer.attach")}
                  title={t("progress:composer.attach")}
                >
                  <IconPaperclip size={18} aria-hidden />
                </ActionIcon>
              )}
            </FileButton>
            <Button
              className={touch.target}
              onClick={() => void send()}
              disabled={empty}
              title={t("progress:composer.keys")}
            >
              {t("progress:composer.send")}
            </Button>
          </Group>
        </Group>
        <Divider />
        <QuickActions
          clientId={clientId}
          words={words}
          today={today}
          write={write}
          open={quick === undefined ? ownQuick : quick}
          onOpen={onQuick ?? setOwnQuick}
        />
      </Stack>
    </Paper>
  );
}
