import type { Enum } from "../foundation/database";
import { unwrap } from "../foundation/request";
import { supabase, upload } from "../foundation/supabase";

const BUCKET = "message-attachments";
export const PAGE = 40;
/** Reads are not counted among what a person may do within a minute. */
const READ = { get: true } as const;

export interface Person {
  user_id: string;
  name: string;
  role: Enum<"thread_role">;
  left: boolean;
  last_read_seq: number;
}

export interface LastMessage {
  id: string;
  seq: number;
  sender_id: string | null;
  body: string;
  deleted: boolean;
  attachments: number;
}

export type NoWriting = "thread_left" | "only_owner_writes" | "no_longer_together";

export interface Thread {
  thread_id: string;
  kind: Enum<"thread_kind">;
  title: string;
  client_id: string | null;
  role: Enum<"thread_role">;
  muted: boolean;
  /** Why the account may not write here. */
  no_writing: NoWriting | null;
  last_seq: number;
  last_read_seq: number;
  unread: number;
  last_at: string;
  last_message: LastMessage | null;
  people: Person[];
  /** Where its people tell each other who is there. Null where the account may not. */
  topic: string | null;
}

export interface Attachment {
  path: string;
  name: string;
  type: string;
  size_bytes: number;
  /** Others load a file once it is accepted. A refused one is deleted. */
  state: Enum<"attachment_state">;
}

export interface Message {
  id: string;
  seq: number;
  sender_id: string | null;
  body: string;
  reply_to: string | null;
  sent_at: string;
  edited_at: string | null;
  deleted_at: string | null;
  attachments: Attachment[];
}

export interface Found {
  message_id: string;
  thread_id: string;
  seq: number;
  sender_id: string | null;
  body: string;
  sent_at: string;
}

/** Where a page of threads ended and the next one begins. */
export type ThreadCursor = Pick<Thread, "last_at" | "thread_id">;

export async function fetchThreads(after: ThreadCursor | null): Promise<Thread[]> {
  const cursor = after ? { before: after.last_at, before_id: after.thread_id } : {};
  const rows = await unwrap(supabase().rpc("my_threads", { ...cursor, max_threads: PAGE }, READ));
  return rows as unknown as Thread[];
}

/** The threads with messages that the account has not read, without those that it has muted. */
export async function fetchUnreadThreads(): Promise<Thread[]> {
  const rows = await unwrap(supabase().rpc("my_threads", { only_unread: true, max_threads: 100 }, READ));
  return rows as unknown as Thread[];
}

export async function fetchThread(threadId: string): Promise<Thread | null> {
  const rows = await unwrap(supabase().rpc("my_threads", { only_thread_id: threadId }, READ));
  return (rows as unknown as Thread[])[0] ?? null;
}

const COLUMNS =
  "id, seq, sender_id, body, reply_to, sent_at, edited_at, deleted_at, attachments:message_attachments(path, name, type, size_bytes, state)";

/** The newest messages before `before`, in the order in which they were sent. */
export async function fetchMessages(threadId: string, before: number | null): Promise<Message[]> {
  const query = supabase().from("messages").select(COLUMNS).eq("thread_id", threadId).eq("state", "sent");
  const page = before === null ? query : query.lt("seq", before);
  const rows = await unwrap(page.order("seq", { ascending: false }).limit(PAGE));
  return (rows as unknown as Message[]).reverse();
}

/** One message, also on a page that is not loaded. */
export async function fetchMessage(messageId: string): Promise<Message | null> {
  const row = await unwrap(supabase().from("messages").select(COLUMNS).eq("id", messageId).maybeSingle());
  return row as unknown as Message | null;
}

/** Earlier texts of a message, the oldest first. */
export async function fetchEdits(messageId: string): Promise<{ body: string; replaced_at: string }[]> {
  return unwrap(
    supabase().from("message_edits").select("body, replaced_at").eq("message_id", messageId).order("version"),
  );
}

/** Finds or opens the thread with one other person. */
export async function openDirectThread(userId: string): Promise<string> {
  return unwrap(supabase().rpc("open_direct_thread", { user_id: userId }));
}

export interface NewGroup {
  id: string;
  title: string;
  userIds: string[];
  announcement: boolean;
}

export async function createGroup({ id, title, userIds, announcement }: NewGroup): Promise<string> {
  return unwrap(
    supabase().rpc("create_group_thread", { thread_id: id, title, user_ids: userIds, announcement }),
  );
}

export async function addParticipant(threadId: string, userId: string): Promise<void> {
  await unwrap(supabase().rpc("add_participant", { thread_id: threadId, user_id: userId }));
}

export async function removeParticipant(threadId: string, userId: string): Promise<void> {
  await unwrap(supabase().rpc("remove_participant", { thread_id: threadId, user_id: userId }));
}

export async function muteThread(threadId: string, muted: boolean): Promise<void> {
  await unwrap(supabase().rpc("mute_thread", { thread_id: threadId, muted }));
}

export async function markRead(threadId: string, seq: number): Promise<void> {
  await unwrap(supabase().rpc("mark_thread_read", { thread_id: threadId, seq }));
}

/** Counts what was written after `seq` as unread again. */
export async function markUnread(threadId: string, seq: number): Promise<void> {
  await unwrap(supabase().rpc("mark_thread_unread", { thread_id: threadId, seq }));
}

export interface OutgoingMessage {
  id: string;
  threadId: string;
  body: string;
  replyTo: string | null;
  files: { name: string; type: string; size: number }[];
}

/** Sends a message; one with files waits for `finishMessage`. May be repeated. */
export async function sendMessage({ id, threadId, body, replyTo, files }: OutgoingMessage): Promise<void> {
  await unwrap(
    supabase().rpc("send_message", {
      message_id: id,
      thread_id: threadId,
      body,
      ...(replyTo && { reply_to: replyTo }),
      attachments: files,
    }),
  );
}

export async function finishMessage(id: string): Promise<void> {
  await unwrap(supabase().rpc("finish_message", { message_id: id }));
}

export async function editMessage(id: string, body: string): Promise<void> {
  await unwrap(supabase().rpc("edit_message", { message_id: id, body }));
}

export async function deleteMessage(id: string): Promise<void> {
  await unwrap(supabase().rpc("delete_message", { message_id: id }));
}

/** Uploads a file of a message, which has been sent as pending. `number` counts from 1. */
export async function uploadAttachment(
  { threadId, messageId, number }: { threadId: string; messageId: string; number: number },
  file: Blob,
  onProgress: (share: number) => void,
): Promise<void> {
  await upload(BUCKET, `${threadId}/${messageId}/${number}`, file, onProgress);
}

/** A link to a file, valid for `seconds`. */
export async function signAttachment(path: string, seconds: number): Promise<string | null> {
  const { data } = await supabase().storage.from(BUCKET).createSignedUrl(path, seconds);
  return data?.signedUrl ?? null;
}

export async function searchMessages(query: string, threadId?: string): Promise<Found[]> {
  const where = threadId ? { only_thread_id: threadId } : {};
  return (await unwrap(supabase().rpc("search_messages", { query, ...where }, READ))) as unknown as Found[];
}

export interface Correspondent {
  userId: string;
  name: string;
}

/** Whom the account can write to: its coach, its clients with an account. */
export async function fetchCorrespondents(ownId: string): Promise<Correspondent[]> {
  const [profiles, clients] = await Promise.all([
    unwrap(supabase().from("profiles").select("id, full_name").neq("id", ownId)),
    unwrap(
      supabase()
        .from("clients")
        .select("user_id, name")
        .not("user_id", "is", null)
        .neq("user_id", ownId)
        .is("archived_at", null),
    ),
  ]);
  const names = new Map(clients.map(({ user_id, name }) => [user_id, name]));
  return profiles
    .map(({ id, full_name }) => ({ userId: id, name: names.get(id) ?? full_name }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** The account of a client, and the direct thread with them if there is one. */
export async function fetchClientThread(
  clientId: string,
): Promise<{ userId: string | null; threadId: string | null }> {
  const client = await unwrap(supabase().from("clients").select("user_id").eq("id", clientId).maybeSingle());
  const userId = client?.user_id ?? null;
  if (!userId) return { userId, threadId: null };
  const rows = await unwrap(
    supabase()
      .from("thread_participants")
      .select("thread_id, thread:message_threads!inner(kind)")
      .eq("user_id", userId)
      .eq("thread.kind", "direct"),
  );
  return { userId, threadId: rows[0]?.thread_id ?? null };
}
