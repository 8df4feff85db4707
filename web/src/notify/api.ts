import type { Enum, Row } from "../foundation/database";
import { unwrap } from "../foundation/request";
import { supabase } from "../foundation/supabase";

export type Channel = Enum<"notification_channel">;
export type Kind = Row<"notification_kinds">;
export type Template = Row<"notification_templates">;
export type Locale = Enum<"locale">;

export interface Notification {
  id: number;
  kind: string;
  title: string;
  body: string;
  /** In this app. */
  path: string;
  due_at: string;
  read_at: string | null;
}

/** Where a page of the list begins: behind this notification. */
export type Cursor = Pick<Notification, "id" | "due_at">;

export const PAGE_LENGTH = 30;

/** The newest first. */
export async function fetchNotifications(cursor?: Cursor): Promise<Notification[]> {
  const page = { page_size: PAGE_LENGTH, ...(cursor && { before_due: cursor.due_at, before_id: cursor.id }) };
  return unwrap(supabase().rpc("my_notifications", page));
}

/** 100 stands for 100 and more. */
export async function countUnread(): Promise<number> {
  return unwrap(supabase().rpc("unread_notifications", undefined, { get: true }));
}

export async function markRead(ids: number[]): Promise<void> {
  await unwrap(supabase().rpc("mark_notifications_read", { ids }));
}

/** Marks what was due by then: the newest one that was seen. */
export async function markAllRead(upTo: string): Promise<void> {
  await unwrap(supabase().rpc("mark_all_notifications_read", { up_to: upTo }));
}

export async function fetchKinds(): Promise<Kind[]> {
  return unwrap(supabase().from("notification_kinds").select("*").eq("is_chosen", true).order("kind"));
}

export interface Settings {
  kinds: Kind[];
  preferences: Row<"notification_preferences">[];
  hours: Row<"notification_hours"> | null;
  addresses: Row<"notification_addresses">[];
}

export async function fetchSettings(): Promise<Settings> {
  const [kinds, preferences, hours, addresses] = await Promise.all([
    fetchKinds(),
    unwrap(supabase().from("notification_preferences").select("*")),
    unwrap(supabase().from("notification_hours").select("*").maybeSingle()),
    unwrap(supabase().from("notification_addresses").select("*")),
  ]);
  return { kinds, preferences, hours, addresses };
}

export type Undelivered = Pick<
  Row<"notification_deliveries">,
  "id" | "user_id" | "client_id" | "channel" | "state" | "reason" | "settled_at"
>;

const UNDELIVERED_DAYS = 30;

/** What could not be sent to the account, or to clients whom it coaches, and is not what they chose; the newest first. */
export async function fetchUndelivered(): Promise<Undelivered[]> {
  const since = new Date(Date.now() - UNDELIVERED_DAYS * 86_400_000).toISOString();
  const unwanted = "no_address,address_unverified,subscription_gone,opted_out,channel_not_configured";
  return unwrap(
    supabase()
      .from("notification_deliveries")
      .select("id, user_id, client_id, channel, state, reason, settled_at")
      .or(`state.eq.failed,and(state.eq.suppressed,reason.in.(${unwanted}))`)
      .gte("settled_at", since)
      .order("settled_at", { ascending: false })
      .limit(200),
  );
}

export async function setPreference(kind: string, channel: Channel, isOn: boolean): Promise<void> {
  await unwrap(supabase().rpc("set_notification_preference", { kind, channel, is_on: isOn }));
}

/** Without times there are no quiet hours. */
export async function setQuietHours(timezone: string, from?: string, until?: string): Promise<void> {
  const times = from && until ? { quiet_from: from, quiet_until: until } : {};
  await unwrap(supabase().rpc("set_quiet_hours", { timezone, ...times }));
}

/** Has a code sent to a number. */
export async function linkPhone(phone: string): Promise<void> {
  await unwrap(supabase().rpc("link_phone", { phone }));
}

/** Whether the code was right. */
export async function confirmPhone(code: string): Promise<boolean> {
  return unwrap(supabase().rpc("confirm_phone", { code }));
}

export async function unlinkPhone(): Promise<void> {
  await unwrap(supabase().rpc("unlink_address", { channel: "sms" }));
}

export async function addPushSubscription({ endpoint, keys }: PushSubscriptionJSON): Promise<void> {
  await unwrap(
    supabase().rpc("add_push_subscription", {
      endpoint: endpoint ?? "",
      p256dh: keys?.p256dh ?? "",
      auth: keys?.auth ?? "",
    }),
  );
}

export async function removePushSubscription(endpoint: string): Promise<void> {
  await unwrap(supabase().rpc("remove_push_subscription", { endpoint }));
}

/** The endpoints of the browsers that get the account's notifications. */
export async function fetchPushEndpoints(): Promise<string[]> {
  const rows = await unwrap(supabase().from("push_subscriptions").select("endpoint"));
  return rows.map(({ endpoint }) => endpoint);
}

/** The built-in words, and the coach's own. */
export async function fetchTemplates(): Promise<Template[]> {
  return unwrap(supabase().from("notification_templates").select("*"));
}

export interface Words {
  kind: string;
  channel: Channel;
  locale: Locale;
  subject: string;
  body: string;
}

/** Words that are written for the clients of one coach, or of the whole team. */
export interface OwnWords extends Words {
  forTeam: boolean;
}

export async function saveTemplate({ forTeam, ...words }: OwnWords): Promise<void> {
  await unwrap(supabase().rpc("save_notification_template", { ...words, for_team: forTeam }));
}

export async function resetTemplate({ kind, channel, locale, forTeam }: OwnWords): Promise<void> {
  await unwrap(supabase().rpc("reset_notification_template", { kind, channel, locale, for_team: forTeam }));
}

export async function previewTemplate(words: Words): Promise<{ subject: string; body: string } | undefined> {
  return (await unwrap(supabase().rpc("preview_notification_template", { ...words })))[0];
}

/** By the token of a letter; nobody need be signed in. Returns the kind. */
export async function unsubscribe(token: string): Promise<string> {
  return unwrap(supabase().rpc("unsubscribe", { token }));
}
