import { expect, it } from "vitest";
import type { Log } from "../api";
import type { OutboxEntry } from "../outbox/outbox";
import { timeline, withEmptyDays } from "./timeline";

const log = (id: string, created_at: string, client_request_id: string | null = null) =>
  ({ id, created_at, client_request_id, local_date_for_client: created_at.slice(0, 10) }) as Log;
const waiting = (requestId: string, writtenAt: string) => ({ requestId, writtenAt }) as OutboxEntry;

it("puts what waits among what is stored, by the time it was written, on the client's day", () => {
  const items = timeline(
    [log("2", "2026-11-20T10:00:00+00:00"), log("1", "2026-11-20T08:00:00+00:00")],
    [waiting("w", "2026-11-20T09:00:00.000Z"), waiting("late", "2026-11-20T21:30:00.000Z")],
    "Europe/Moscow",
  );
  expect(items.map((item) => [item.key, item.day])).toEqual([
    ["late", "2026-11-21"],
    ["2", "2026-11-20"],
    ["w", "2026-11-20"],
    ["1", "2026-11-20"],
  ]);
});

it("leaves an entry that waits on the day on which it was written when the client has moved since", () => {
  const late = { ...waiting("w", "2026-11-29T20:00:00Z"), timeZone: "Asia/Tokyo" };
  expect(timeline([], [late], "America/New_York").map(({ day }) => day)).toEqual(["2026-11-30"]);
});

it("shows an entry that is both stored and waiting once, as stored", () => {
  const items = timeline(
    [log("1", "2026-11-20T09:00:01+00:00", "w")],
    [waiting("w", "2026-11-20T09:00:00Z")],
    "UTC",
  );
  expect(items.map((item) => item.kind)).toEqual(["log"]);
});

it("shows the days of the last week without entries, since the oldest that is shown", () => {
  const days = ["2026-11-30", "2026-11-28"].map((day) => ({ day, entries: [day] }));
  expect(withEmptyDays(days, "2026-12-01").map(({ day, entries }) => [day, entries.length])).toEqual([
    ["2026-12-01", 0],
    ["2026-11-30", 1],
    ["2026-11-29", 0],
    ["2026-11-28", 1],
  ]);
  expect(withEmptyDays([], "2026-12-01")).toEqual([]);
});

it("shows yesterday also to somebody who has begun today, so that it can be marked", () => {
  const days = withEmptyDays([{ day: "2026-12-01", entries: ["first"] }], "2026-12-01");
  expect(days.map(({ day, entries }) => [day, entries.length])).toEqual([
    ["2026-12-01", 1],
    ["2026-11-30", 0],
  ]);
});
