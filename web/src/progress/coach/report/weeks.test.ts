import { describe, expect, it } from "vitest";
import { dayIn } from "../../../foundation/calendar";
import { isRunning, lastCompletedWeek, selectableWeeks, weekEnd, weekOf } from "./weeks";

describe("lastCompletedWeek", () => {
  it.each([
    ["2026-11-15", "2026-11-02"], // a Sunday: its own week is not over
    ["2026-11-16", "2026-11-09"], // a Monday
    ["2026-11-20", "2026-11-09"],
    ["2027-01-01", "2026-12-21"],
  ])("on %s it began on %s", (today, monday) => {
    expect(lastCompletedWeek(today)).toBe(monday);
  });

  it("depends on where the client is", () => {
    const moment = new Date("2026-11-15T16:00:00Z"); // Sunday in Moscow, Monday already in Tokyo
    expect(lastCompletedWeek(dayIn("Europe/Moscow", moment))).toBe("2026-11-02");
    expect(lastCompletedWeek(dayIn("Asia/Tokyo", moment))).toBe("2026-11-09");
  });
});

describe("selectableWeeks", () => {
  it("begins with the running week and goes back by Mondays", () => {
    const weeks = selectableWeeks("2026-11-20", "2020-01-01");
    expect(weeks.slice(0, 3)).toEqual(["2026-11-16", "2026-11-09", "2026-11-02"]);
    expect(weeks).toHaveLength(26);
    expect(new Set(weeks.map((week) => new Date(week).getUTCDay()))).toEqual(new Set([1]));
  });
});

describe("selectableWeeks of somebody new", () => {
  it("end with the week in which they came", () => {
    expect(selectableWeeks("2026-11-20", "2026-11-11")).toEqual(["2026-11-16", "2026-11-09"]);
    expect(selectableWeeks("2026-11-20", "2026-11-20")).toEqual(["2026-11-16"]);
  });
});

describe("weekOf", () => {
  it.each([
    [null, "2026-11-09"],
    ["2026-10-26", "2026-10-26"],
    ["2026-10-29", "2026-10-26"],
    ["2026-11-16", "2026-11-16"],
    ["2026-11-23", "2026-11-09"],
    ["soon", "2026-11-09"],
  ])("%j is the week of %s", (asked, monday) => {
    expect(weekOf(asked, "2026-11-20")).toBe(monday);
  });
});

describe("isRunning", () => {
  it.each([
    ["2026-11-15", false],
    ["2026-11-16", true],
    ["2026-11-22", true],
    ["2026-11-23", false],
  ])("on %s: %s", (today, running) => {
    expect(isRunning("2026-11-16", today)).toBe(running);
  });
});

describe("weekEnd", () => {
  it("is the Sunday", () => expect(weekEnd("2026-12-28")).toBe("2027-01-03"));
});
