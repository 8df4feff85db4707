import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Flags } from "../../facts";
import type { ClientOverview } from "../api";
import { factReasons, isUrgent, lastEntry, reasons, urgency } from "./attention";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-10T12:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

const CALM: Flags = {
  missing_data_days: [],
  doubtful_days: [],
  excused_days: [],
  no_data_streak: false,
  no_data_run: null,
  consistent_over_target: false,
  over_target_run: null,
  consistent_under_target: false,
  under_target_run: null,
};

const run = (from: number, to: number) => ({ from: `2026-11-0${from}`, to: `2026-11-0${to}` });

function client(
  name: string,
  changes: Partial<ClientOverview> = {},
  flags: Partial<Flags> = {},
): ClientOverview {
  return {
    client_id: name,
    name,
    locale: "en",
    timezone: "UTC",
    has_account: true,
    has_open_invite: false,
    last_log_at: "2026-11-09T12:00:00Z",
    last_own_log_at: "2026-11-09T12:00:00Z",
    last_day_with_data: "2026-11-09",
    days_with_data: 7,
    adherence_pct: 80,
    days_within_calorie_target: 4,
    days_scored: 5,
    last_weight_kg: null,
    last_weight_date: null,
    weight_change_kg: null,
    weight_change_since: null,
    open_reviews: 0,
    ...changes,
    flags: { ...CALM, ...flags },
  };
}

describe("reasons", () => {
  it("finds none where all is well", () => {
    expect(reasons(client("Ann"))).toEqual([]);
  });

  it("tells a silence with its days, and the days missing before it apart from it", () => {
    const missing_data_days = ["2026-11-01", "2026-11-05", "2026-11-06", "2026-11-07"];
    expect(reasons(client("Ann", {}, { no_data_run: run(5, 7), missing_data_days }))).toEqual([
      { code: "silent", run: run(5, 7) },
      { code: "missing", days: ["2026-11-01"] },
    ]);
  });

  it("tells who has not joined from who has not written yet", () => {
    expect(reasons(client("Ann", { last_day_with_data: null, has_account: false }))).toEqual([
      { code: "notJoined" },
    ]);
    expect(
      reasons(client("Ann", { last_day_with_data: null, has_account: false, has_open_invite: true })),
    ).toEqual([{ code: "invited" }]);
    expect(reasons(client("Ann", { last_day_with_data: null }))).toEqual([{ code: "nothingYet" }]);
  });

  it("tells of a client who does not write while others write for them", () => {
    const wrote = (last_own_log_at: string | null, flags: Partial<Flags> = {}) =>
      reasons(client("Ann", { last_own_log_at, timezone: "Asia/Tokyo" }, flags));
    expect(wrote("2026-11-06T16:00:00Z")).toEqual([]); // the 7th in Tokyo: two days are over since
    expect(wrote("2026-11-06T12:00:00Z")).toEqual([{ code: "unwritten", run: run(7, 9) }]);
    expect(wrote("2026-11-06T12:00:00Z", { excused_days: ["2026-11-08"] })).toEqual([]);
    expect(wrote("2026-11-04T12:00:00Z", { no_data_run: run(5, 9) })).toEqual([
      { code: "silent", run: run(5, 9) },
    ]);
    expect(wrote(null)).toEqual([{ code: "neverWrote" }]);
    expect(reasons(client("Ann", { last_own_log_at: null, has_account: false }))).toEqual([]);
  });

  it("puts the most urgent first", () => {
    const troubled = client(
      "Ann",
      { open_reviews: 2 },
      { over_target_run: run(1, 3), missing_data_days: ["2026-11-04"] },
    );
    expect(reasons(troubled).map(({ code }) => code)).toEqual(["over", "reviews", "missing"]);
    expect(reasons(troubled).map(isUrgent)).toEqual([true, true, false]);
  });
});

it("the last entry is the client's own, where there is one", () => {
  const [own, others] = ["2026-11-01T12:00:00Z", "2026-11-09T12:00:00Z"];
  expect(lastEntry(client("Ann", { last_own_log_at: own, last_log_at: others }))).toEqual({
    by: "ownLog",
    at: own,
  });
  expect(lastEntry(client("Ann", { last_own_log_at: null, last_log_at: others }))).toEqual({
    by: "othersLog",
    at: others,
  });
});

describe("factReasons", () => {
  const scored = (days_scored: number, days_within_calorie_target: number) => ({
    days_scored,
    days_within_calorie_target,
  });

  it("says flags of any period", () => {
    const flags = {
      under_target_run: run(1, 4),
      missing_data_days: ["2026-11-05"],
      doubtful_days: ["2026-11-06"],
    };
    expect(factReasons({ flags: { ...CALM, ...flags }, aggregates: scored(0, 0) })).toEqual([
      { code: "under", run: run(1, 4) },
      { code: "doubtful", days: ["2026-11-06"] },
      { code: "missing", days: ["2026-11-05"] },
    ]);
  });

  it.each([
    [7, 4, [{ code: "off", days: 3, scored: 7 }]],
    [7, 5, []],
    [6, 4, []],
    [2, 0, []],
  ])("of %i scored days with %i on target", (days, within, told) => {
    expect(factReasons({ flags: CALM, aggregates: scored(days, within) })).toEqual(told);
  });

  it("does not tell days off target apart from a run of them", () => {
    const flags = { ...CALM, over_target_run: run(1, 4) };
    expect(factReasons({ flags, aggregates: scored(4, 0) })).toEqual([{ code: "over", run: run(1, 4) }]);
  });
});

describe("urgency", () => {
  it("is greater with need, then with silence", () => {
    const clients = [
      client("Calm"),
      client("New", { last_day_with_data: null, has_account: false }),
      client("Reviews", { open_reviews: 1 }),
      client("Silent 4", {}, { no_data_run: run(1, 4) }),
      client("Silent 9", {}, { no_data_run: run(1, 9) }),
      client("Silent and over", {}, { no_data_run: run(1, 3), over_target_run: run(1, 3) }),
    ];
    const urgencies = clients.map(urgency);
    expect(urgencies).toEqual(urgencies.toSorted((a, b) => a - b));
    expect(new Set(urgencies).size).toBe(clients.length);
  });

  it("is the same for clients who are equally well", () => {
    expect(urgency(client("Ann"))).toBe(urgency(client("Bea")));
  });
});
