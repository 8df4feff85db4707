import { describe, expect, it } from "vitest";
import type { SessionRow } from "../api";
import { addMonths, inWeek, markOf, nextSession, weeksOfMonth, withSteps } from "./week";

const session = (id: string, scheduled_on: string | null, changes: Partial<SessionRow> = {}): SessionRow => ({
  id,
  client_id: "anna",
  client_program_id: "program",
  status: "planned",
  title: id,
  focus: null,
  notes: null,
  phase: 1,
  week: 1,
  position: 1,
  scheduled_on,
  started_at: null,
  finished_at: null,
  completion: null,
  ...changes,
});

const TODAY = "2026-12-02";
const sessions = [
  session("late", "2026-11-30"),
  session("done", "2026-11-28", { status: "finished" }),
  session("today", TODAY),
  session("own", null, { status: "finished", started_at: "2026-12-01T10:00:00Z" }),
  session("later", "2026-12-08"),
];

describe("the week", () => {
  it("has what is planned in it and what was done beside the programme, by day", () => {
    expect(inWeek(sessions, "2026-11-30").map(({ id }) => id)).toEqual(["late", "own", "today"]);
  });

  it("goes on with the session that is under way, else with the first that is not done", () => {
    expect(nextSession(sessions)?.id).toBe("late");
    expect(nextSession([...sessions, session("open", TODAY, { status: "started" })])?.id).toBe("open");
    expect(nextSession([session("done", TODAY, { status: "finished" })])).toBeNull();
  });

  it("says what each session is", () => {
    const next = nextSession(sessions);
    const marks = [...sessions, session("second", "2026-12-01")].map((one) => markOf(one, next, TODAY));
    expect(marks).toEqual(["next", "finished", "planned", "finished", "planned", "late"]);
  });

  it("shows what has not been sent yet", () => {
    const at = "2026-12-02T10:00:00Z";
    const shown = withSteps(sessions, [
      { sessionId: "today", clientId: "anna", writtenAt: at, action: { do: "start" } },
      { sessionId: "new", clientId: "anna", writtenAt: at, action: { do: "create", title: "Run" } },
      { sessionId: "unknown", clientId: "anna", writtenAt: at, action: { do: "start" } },
    ]);
    expect(shown.map(({ id, status }) => [id, status]).slice(-4)).toEqual([
      ["today", "started"],
      ["own", "finished"],
      ["later", "planned"],
      ["new", "started"],
    ]);
  });
});

describe("the month", () => {
  it("stands in whole weeks", () => {
    const weeks = weeksOfMonth("2026-12");
    expect(weeks.map((week) => week[0])).toEqual([
      "2026-11-30",
      "2026-12-07",
      "2026-12-14",
      "2026-12-21",
      "2026-12-28",
    ]);
    expect(weeks.at(-1)?.at(-1)).toBe("2027-01-03");
  });

  it.each([
    ["2026-12", 1, "2027-01"],
    ["2026-01", -1, "2025-12"],
  ])("after %s by %i is %s", (month, by, expected) => expect(addMonths(month, by)).toBe(expected));
});
