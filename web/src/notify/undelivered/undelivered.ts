import type { Undelivered } from "../api";

/** Why something was not sent, as far as it is told apart in words. */
export const CAUSES = [
  "mail_refused",
  "address_unverified",
  "no_address",
  "chat_blocked",
  "opted_out",
  "subscription_gone",
  "channel_not_configured",
  "gave_up",
  "refused",
] as const;

export type Cause = (typeof CAUSES)[number];

/** After these the worker tries again; it has given up after the last time. */
const TEMPORARY = [
  "interrupted",
  "mail_out_of_reach",
  "mail_refused_for_now",
  "channel_out_of_reach",
  "channel_busy",
  "channel_failing",
];

export function causeOf({ reason }: Pick<Undelivered, "reason">): Cause {
  const [code = ""] = (reason ?? "").split(":");
  if (TEMPORARY.includes(code)) return "gave_up";
  return CAUSES.find((one) => one === code) ?? "refused";
}

/** Several that were not sent for one cause. */
export interface Group {
  cause: Cause;
  channel: Undelivered["channel"];
  count: number;
  newest: Undelivered;
}

/** Those about one person by channel and cause, in the order of the newest. */
export function grouped(rows: readonly Undelivered[]): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const cause = causeOf(row);
    const key = `${row.channel} ${cause}`;
    const known = groups.get(key);
    if (known) known.count += 1;
    else groups.set(key, { cause, channel: row.channel, count: 1, newest: row });
  }
  return [...groups.values()];
}
