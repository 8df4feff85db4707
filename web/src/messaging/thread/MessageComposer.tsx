import { ActionIcon, CloseButton, FileButton, Group, Stack, Text, Textarea } from "@mantine/core";
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useUserId } from "../../account/session";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { Thread } from "../api";
import { MAX_BYTES, MAX_FILES, type ReadyFile } from "../attachments";
import { IconPaperclip, IconSend } from "../icons";
import classes from "../messaging.module.css";
import { useMessageOutbox } from "../outbox/useMessageOutbox";
import { useEditMessage } from "../queries";
import { useNameOf } from "../useNames";
import { BlobPreview } from "./BlobPreview";
import type { Intent } from "./ThreadView";

const MAX_LENGTH = 8000;

interface MessageComposerProps {
  thread: Thread;
  intent: Intent;
  autoFocus?: boolean;
  /** Told while a new message is being written, and when that is over. */
  onWriting: (isWriting: boolean) => void;
  onDone: () => void;
}

/** Where a message is written, or one's own is changed. */
export function MessageComposer({
  thread,
  intent,
  autoFocus = false,
  onWriting,
  onDone,
}: MessageComposerProps) {
  const { t } = useTranslation();
  const nameOf = useNameOf();
  const outbox = useMessageOutbox();
  const edit = useEditMessage(thread.thread_id);
  const isEdit = intent?.kind === "edit";
  const [draft, setDraft] = useDraft(thread.thread_id);
  const [edited, setEdited] = useState(isEdit ? intent.message.body : "");
  const [text, setText] = isEdit ? [edited, setEdited] : [draft, setDraft];
  const { files, problem, add, remove, clear } = useFiles();
  const [lost, setLost] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const isEmpty = text.trim() === "" && files.length === 0;
  useEffect(() => {
    if (intent || autoFocus) input.current?.focus();
  }, [intent, autoFocus]);

  const send = async () => {
    if (isEmpty || edit.isPending) return;
    try {
      if (isEdit) {
        await edit.mutateAsync({ id: intent.message.id, body: text });
      } else {
        await outbox.add({
          requestId: crypto.randomUUID(),
          threadId: thread.thread_id,
          body: text.trim(),
          replyTo: intent?.message.id ?? null,
          files: files.map((file) => ({ ...file, uploaded: false })),
        });
        setText("");
        onWriting(false);
        clear();
        setLost(false);
      }
      onDone();
    } catch {
      setLost(!isEdit);
    }
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && intent) onDone();
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (isEdit || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    void add(event.clipboardData.files);
  };

  return (
    <Stack gap={6}>
      {intent && (
        <div className={classes.banner}>
          <Text size="sm" lineClamp={1}>
            {isEdit
              ? t("messaging:composer.editing")
              : t("messaging:composer.replying", {
                  name: nameOf(thread.people, intent.message.sender_id),
                  text: intent.message.body,
                })}
          </Text>
          <CloseButton aria-label={t("messaging:composer.stop")} onClick={onDone} />
        </div>
      )}
      {files.length > 0 && (
        <Group gap="xs">
          {files.map((file, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name
            <Group key={index} gap={2} wrap="nowrap" align="start">
              <BlobPreview name={file.name} blob={file.blob} />
              <CloseButton
                size="sm"
                aria-label={t("messaging:composer.remove", { name: file.name })}
                onClick={() => remove(index)}
              />
            </Group>
          ))}
        </Group>
      )}
      {(problem || edit.error) && (
        <Text size="sm" c="red" role="alert">
          {problem ?? describeError(edit.error, t)}
        </Text>
      )}
      <Group gap="xs" wrap="nowrap" align="end">
        {!isEdit && (
          <FileButton onChange={(chosen) => void add(chosen)} multiple>
            {(button) => (
              <ActionIcon
                {...button}
                variant="default"
                size={44}
                aria-label={t("messaging:composer.attach")}
                title={t("messaging:composer.attach")}
              >
                <IconPaperclip size={18} aria-hidden />
              </ActionIcon>
            )}
          </FileButton>
        )}
        <Textarea
          ref={input}
          flex={1}
          size="md"
          aria-label={t("messaging:composer.label")}
          placeholder={t("messaging:composer.label")}
          autosize
          minRows={1}
          maxRows={6}
          maxLength={MAX_LENGTH}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            if (!isEdit) onWriting(event.currentTarget.value.trim() !== "");
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          error={
            lost
              ? t("messaging:composer.notKept")
              : text.length >= MAX_LENGTH && t("messaging:composer.tooLong", { count: MAX_LENGTH })
          }
        />
        <ActionIcon
          size={44}
          aria-label={isEdit ? t("app:save") : t("messaging:composer.send")}
          title={t("messaging:composer.keys")}
          disabled={isEmpty}
          loading={edit.isPending}
          onClick={() => void send()}
        >
          <IconSend size={18} aria-hidden />
        </ActionIcon>
      </Group>
    </Stack>
  );
}

/** A text that survives a reload of this tab. */
function useDraft(threadId: string): [string, (text: string) => void] {
  const key = `wellio.message.${useUserId()}.${threadId}`;
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? "");
  const change = (next: string) => {
    setText(next);
    if (next) sessionStorage.setItem(key, next);
    else sessionStorage.removeItem(key);
  };
  return [text, change];
}

/** The files of the next message, and why one was not accepted. */
function useFiles() {
  const { t } = useTranslation();
  const format = useFormat();
  const [files, setFiles] = useState<ReadyFile[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const add = async (chosen: Iterable<File>) => {
    setProblem(null);
    const { prepare } = await import("../attachments");
    const all = [...chosen];
    const room = MAX_FILES - files.length;
    const ready: ReadyFile[] = [];
    for (const file of all.slice(0, room)) {
      const outcome = await prepare(file);
      if (typeof outcome === "object") ready.push(outcome);
      else {
        const limit = format.number(MAX_BYTES / 1024 / 1024, 0);
        setProblem(t(`messaging:composer.${outcome}`, { name: file.name, limit }));
      }
    }
    if (all.length > room) setProblem(t("messaging:composer.tooMany", { count: MAX_FILES }));
    setFiles((before) => [...before, ...ready]);
  };
  const remove = (index: number) => setFiles((before) => before.filter((_, place) => place !== index));
  const clear = () => {
    setFiles([]);
    setProblem(null);
  };
  return { files, problem, add, remove, clear };
}
