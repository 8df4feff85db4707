import { describe, expect, it } from "vitest";
import type { Undelivered } from "../api";
import { causeOf, grouped } from "./undelivered";

const row = (id: string, channel: Undelivered["channel"], reason: string | null): Undelivered => ({
  id,
  user_id: "anna",
  client_id: null,
  channel,
  state: "failed",
  reason,
  settled_at: "2026-11-30T10:00:00Z",
});

describe("why something was not sent", () => {
  it.each([
    ["mail_refused", "mail_refused"],
    ["mail_refused: 550", "mail_refused"],
    ["channel_busy", "gave_up"],
    ["interrupted", "gave_up"],
    ["push_keys_malformed", "refused"],
    [null, "refused"],
  ])("%s is told as %s", (reason, cause) => {
    expect(causeOf({ reason })).toBe(cause);
  });
});

it("is told once for each channel and cause, with the newest", () => {
  const rows = [
    row("3", "email", "mail_refused"),
    row("2", "push", "subscription_gone"),
    row("1", "email", "mail_refused"),
  ];
  expect(grouped(rows).map(({ cause, count, newest }) => [cause, count, newest.id])).toEqual([
    ["mail_refused", 2, "3"],
    ["subscription_gone", 1, "2"],
  ]);
});
