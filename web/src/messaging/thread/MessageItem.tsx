import { ActionIcon, Text, UnstyledButton } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useUserId } from "../../account/session";
import { useFormat } from "../../foundation/i18n/useLanguage";
import touch from "../../foundation/touch.module.css";
import type { Message, Thread } from "../api";
import { IconCheck, IconChecks, IconCornerUpLeft, IconPencil, IconTrash } from "../icons";
import classes from "../messaging.module.css";
import { useMessage } from "../queries";
import { useNameOf } from "../useNames";
import { MessageFiles } from "./MessageFiles";
import type { Intent } from "./ThreadView";

const DeleteQuestion = lazy(() => import("./DeleteQuestion"));
const EarlierTexts = lazy(() => import("./EarlierTexts"));

interface MessageItemProps {
  thread: Thread;
  message: Message;
  /** The message that it answers, where its page is loaded. */
  replied?: Message;
  onIntent: (intent: Intent) => void;
}

export function MessageItem({ thread, message, replied, onIntent }: MessageItemProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const ownId = useUserId();
  const nameOf = useNameOf();
  const [open, setOpen] = useState<"delete" | "edits" | null>(null);
  const isOwn = message.sender_id === ownId;
  const mayWrite = thread.no_writing === null;

  return (
    <li className={classes.message} data-own={isOwn || undefined}>
      {!isOwn && thread.kind !== "direct" && (
        <Text size="xs" fw={600} px={4}>
          {nameOf(thread.people, message.sender_id)}
        </Text>
      )}
      <div className={classes.bubble}>
        {message.reply_to && <Replied thread={thread} messageId={message.reply_to} known={replied} />}
        {message.deleted_at ? (
          <Text span fs="italic" c="dimmed">
            {t("messaging:message.deleted")}
          </Text>
        ) : (
          <>
            <MessageFiles files={message.attachments} isOwn={isOwn} />
            {message.body}
          </>
        )}
      </div>
      <div className={classes.meta}>
        <time dateTime={message.sent_at}>{format.time(message.sent_at)}</time>
        {message.edited_at && !message.deleted_at && (
          <UnstyledButton fz="inherit" td="underline" onClick={() => setOpen("edits")}>
            {t("messaging:message.edited")}
          </UnstyledButton>
        )}
        {isOwn && <Receipt thread={thread} seq={message.seq} />}
        {!message.deleted_at && mayWrite && (
          <Tool
            label={t("messaging:message.reply")}
            Icon={IconCornerUpLeft}
            onClick={() => onIntent({ kind: "reply", message })}
          />
        )}
        {!message.deleted_at && mayWrite && isOwn && (
          <Tool
            label={t("messaging:message.edit")}
            Icon={IconPencil}
            onClick={() => onIntent({ kind: "edit", message })}
          />
        )}
        {!message.deleted_at && (isOwn || thread.role === "owner") && (
          <Tool label={t("messaging:message.delete")} Icon={IconTrash} onClick={() => setOpen("delete")} />
        )}
      </div>
      <Suspense>
        {open === "delete" && (
          <DeleteQuestion threadId={thread.thread_id} messageId={message.id} onClose={() => setOpen(null)} />
        )}
        {open === "edits" && <EarlierTexts messageId={message.id} onClose={() => setOpen(null)} />}
      </Suspense>
    </li>
  );
}

interface ToolProps {
  label: string;
  Icon: typeof IconPencil;
  onClick: () => void;
}

function Tool({ label, Icon, onClick }: ToolProps) {
  return (
    <ActionIcon
      size={24}
      variant="subtle"
      color="gray"
      className={touch.target}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <Icon size={14} aria-hidden />
    </ActionIcon>
  );
}

/** Whether the others have read a message of one's own. */
function Receipt({ thread, seq }: { thread: Thread; seq: number }) {
  const { t } = useTranslation();
  const ownId = useUserId();
  const others = thread.people.filter(({ user_id, left }) => user_id !== ownId && !left);
  const read = others.filter(({ last_read_seq }) => last_read_seq >= seq).length;
  if (read === 0) return <IconCheck size={14} role="img" aria-label={t("messaging:message.sent")} />;
  return (
    <>
      <IconChecks
        size={14}
        role="img"
        aria-label={
          others.length === 1 ? t("messaging:message.read") : t("messaging:message.readBy", { count: read })
        }
      />
      {others.length > 1 && <span aria-hidden>{read}</span>}
    </>
  );
}

/** The message that another one answers, in one line. */
function Replied({ thread, messageId, known }: { thread: Thread; messageId: string; known?: Message }) {
  const { t } = useTranslation();
  const nameOf = useNameOf();
  const { data } = useMessage(known ? null : messageId);
  const message = known ?? data;
  if (!message) return <span className={classes.reply}>…</span>;
  return (
    <span className={classes.reply}>
      <Text span inherit fw={600}>
        {`${nameOf(thread.people, message.sender_id)}: `}
      </Text>
      <Text span inherit lineClamp={2}>
        {message.deleted_at
          ? t("messaging:message.deleted")
          : message.body || t("messaging:files", { count: message.attachments.length })}
      </Text>
    </span>
  );
}
