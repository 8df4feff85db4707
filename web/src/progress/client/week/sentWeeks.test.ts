import { expect, it } from "vitest";
import type { SentReport } from "../../api";
import { sender, sentWeeks } from "./sentWeeks";

const sent = (id: string, week_start: string) => ({ id, week_start }) as SentReport;

it("the last sending stands for its week, with those before it", () => {
  const weeks = sentWeeks([
    sent("c", "2026-11-23"),
    sent("b", "2026-11-16"),
    sent("a2", "2026-11-09"),
    sent("a1", "2026-11-09"),
  ]);
  expect(weeks.map(({ report, earlier }) => [report.id, earlier.map(({ id }) => id)])).toEqual([
    ["c", []],
    ["b", []],
    ["a2", ["a1"]],
  ]);
  expect(sentWeeks([])).toEqual([]);
});

it("a coach's second sending is theirs, whatever has become of the entries", () => {
  expect(sender({ sent_by: "coach" })).toBe("byCoach");
  expect(sender({ sent_by: null })).toBe("byItself");
});
