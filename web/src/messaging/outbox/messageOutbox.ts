import { exclusively } from "../../foundation/deviceStore";
import { Outbox, type Waiting } from "../../foundation/outbox";
import { finishMessage, sendMessage, uploadAttachment } from "../api";
import { deviceStore, nameOf } from "./deviceStore";

export interface WaitingFile {
  name: string;
  blob: Blob;
  uploaded: boolean;
}

/** A message that waits for being sent. Its request id is the id of the message. */
export interface WaitingMessage extends Waiting {
  threadId: string;
  body: string;
  replyTo: string | null;
  files: WaitingFile[];
}

export interface MessageTransport {
  send: typeof sendMessage;
  upload: typeof uploadAttachment;
  finish: typeof finishMessage;
}

type MessageOutbox = Outbox<WaitingMessage, string>;

/** Sends a message as pending, then its files, each once, then the message for good. Returns its thread. */
export async function sendWhole(
  entry: WaitingMessage,
  keep: (change: Partial<WaitingMessage>) => Promise<WaitingMessage>,
  transport: MessageTransport,
  onProgress: (messageId: string, share: number) => void,
): Promise<string> {
  const { requestId: id, threadId, body, replyTo } = entry;
  const files = entry.files.map(({ name, blob }) => ({ name, type: blob.type, size: blob.size }));
  await transport.send({ id, threadId, body, replyTo, files });
  let current = entry;
  for (const [index, file] of entry.files.entries()) {
    if (file.uploaded) continue;
    const path = { threadId, messageId: id, number: index + 1 };
    await transport.upload(path, file.blob, (share) => onProgress(id, (index + share) / files.length));
    const uploaded = current.files.map((one, place) => (place === index ? { ...one, uploaded: true } : one));
    current = await keep({ files: uploaded });
  }
  if (files.length > 0) await transport.finish(id);
  return threadId;
}

interface Running {
  userId: string;
  outbox: MessageOutbox;
  /** Called with the thread of a message that has been sent. */
  sent: Set<(threadId: string) => void>;
  progress: Map<string, number>;
}

let running: Running | null = null;

/**
 * The outbox of the signed-in account. There is one, so that leaving a screen stops nothing. Sends at once, when the
 * connection is back, and on return to the tab.
 */
export function outboxOf(userId: string): Running {
  if (running?.userId === userId) return running;
  running?.outbox.close();
  const sent = new Set<(threadId: string) => void>();
  const progress = new Map<string, number>();
  const transport = { send: sendMessage, upload: uploadAttachment, finish: finishMessage };
  const outbox: MessageOutbox = new Outbox({
    store: deviceStore(userId),
    send: (entry, keep) => sendWhole(entry, keep, transport, (id, share) => progress.set(id, share)),
    onStored: (threadId) => {
      for (const tell of sent) tell(threadId);
    },
    about: ({ threadId }) => threadId,
    exclusively: (work) => exclusively(nameOf(userId), work),
  });
  running = { userId, outbox, sent, progress };
  const flush = () => {
    if (document.visibilityState === "visible") void outbox.flush(); // does nothing once it is closed
  };
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", flush);
  outbox.open();
  return running;
}
