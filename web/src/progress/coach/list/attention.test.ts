import { describe, expect, it } from "vitest";
import type { ClientOverview } from "../api";
import type { Flags } from "../facts";
import { flagReasons, isUrgent, reasons, urgency } from "./attention";

const CALM: Flags = {
  missing_data_days: 0,
  no_data_streak: false,
  consistent_over_target: false,
  consistent_under_target: false,
};

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
    last_log_at: null,
    days_without_data: 0,
    days_with_data: 7,
    adherence_pct: 80,
    days_within_calorie_target: 4,
    days_scored: 5,
    last_weight_kg: null,
    weight_change_kg: null,
    open_reviews: 0,
    ...changes,
    flags: { ...CALM, ...flags },
  };
}

describe("reasons", () => {
  it("finds none where all is well", () => {
    expect(reasons(client("Ann"))).toEqual([]);
  });

  it.each([
    [2, false],
    [3, true],
  ])("%i days without data: silent is %s", (days, silent) => {
    const codes = reasons(client("Ann", { days_without_data: days })).map(({ code }) => code);
    expect(codes.includes("silent")).toBe(silent);
  });

  it("does not tell the same silence twice", () => {
    const silent = client("Ann", { days_without_data: 5 }, { no_data_streak: true, missing_data_days: 4 });
    expect(reasons(silent)).toEqual([{ code: "silent", count: 5 }]);
  });

  it("tells a gap that is over, and single days only where there was no gap", () => {
    expect(reasons(client("Ann", {}, { no_data_streak: true, missing_data_days: 4 }))).toEqual([
      { code: "gap" },
    ]);
    expect(reasons(client("Ann", {}, { missing_data_days: 2 }))).toEqual([{ code: "missing", count: 2 }]);
  });

  it("tells who has not joined from who has not written yet", () => {
    expect(reasons(client("Ann", { days_without_data: null, has_account: false }))).toEqual([
      { code: "notJoined" },
    ]);
    expect(
      reasons(client("Ann", { days_without_data: null, has_account: false, has_open_invite: true })),
    ).toEqual([{ code: "invited" }]);
    expect(reasons(client("Ann", { days_without_data: null }))).toEqual([{ code: "nothingYet" }]);
  });

  it("puts the most urgent first", () => {
    const troubled = client(
      "Ann",
      { open_reviews: 2 },
      { consistent_over_target: true, missing_data_days: 1 },
    );
    expect(reasons(troubled).map(({ code }) => code)).toEqual(["over", "reviews", "missing"]);
    expect(reasons(troubled).map(isUrgent)).toEqual([true, true, false]);
  });
});

describe("flagReasons", () => {
  it("says flags of any period", () => {
    expect(flagReasons({ ...CALM, consistent_under_target: true, missing_data_days: 3 })).toEqual([
      { code: "under" },
      { code: "missing", count: 3 },
    ]);
  });
});

describe("urgency", () => {
  it("is greater with need, then with silence", () => {
    const clients = [
      client("Calm"),
      client("New", { days_without_data: null, has_account: false }),
      client("Reviews", { open_reviews: 1 }),
      client("Silent 4", { days_without_data: 4 }),
      client("Silent 9", { days_without_data: 9 }),
      client("Silent and over", { days_without_data: 3 }, { consistent_over_target: true }),
    ];
    const urgencies = clients.map(urgency);
    expect(urgencies).toEqual(urgencies.toSorted((a, b) => a - b));
    expect(new Set(urgencies).size).toBe(clients.length);
  });

  it("is the same for clients who are equally well", () => {
    expect(urgency(client("Ann"))).toBe(urgency(client("Bea")));
  });
});
