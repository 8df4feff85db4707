import { describe, expect, it } from "vitest";
import { addDays, dayIn, daysBetween, daysFrom, weekStart } from "./calendar";

describe("the client's day", () => {
  it.each([
    ["2026-11-20T20:59:59Z", "Europe/Moscow", "2026-11-20"],
    ["2026-11-20T21:00:00Z", "Europe/Moscow", "2026-11-21"],
    ["2026-11-20T04:59:59Z", "America/New_York", "2026-11-19"],
    ["2026-11-20T05:00:00Z", "America/New_York", "2026-11-20"],
    ["2026-03-29T00:30:00Z", "Europe/Berlin", "2026-03-29"],
    ["2026-12-31T12:00:00Z", "Pacific/Kiritimati", "2027-01-01"],
  ])("at %s in %s is %s", (moment, timeZone, day) => {
    expect(dayIn(timeZone, new Date(moment))).toBe(day);
  });
});

describe("the week", () => {
  it.each([
    ["2026-11-16", "2026-11-16"],
    ["2026-11-20", "2026-11-16"],
    ["2026-11-22", "2026-11-16"],
    ["2026-11-23", "2026-11-23"],
    ["2027-01-01", "2026-12-28"],
  ])("of %s begins on Monday %s", (day, monday) => {
    expect(weekStart(day)).toBe(monday);
  });
});

describe("the week of somebody whose week begins on another day", () => {
  it.each([
    ["2026-11-20", 7, "2026-11-15"],
    ["2026-11-22", 7, "2026-11-22"],
    ["2026-11-20", 6, "2026-11-14"],
    ["2026-11-21", 6, "2026-11-21"],
  ])("of %s, first day %i, begins on %s", (day, firstDay, start) => {
    expect(weekStart(day, firstDay)).toBe(start);
  });
});

describe("days", () => {
  it("are added across months, years and clock changes", () => {
    expect(addDays("2026-10-25", 1)).toBe("2026-10-26");
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2028-03-01", -1)).toBe("2028-02-29");
  });

  it("are counted and listed with both ends", () => {
    expect(daysBetween("2026-11-14", "2026-11-20")).toBe(6);
    expect(daysFrom("2026-11-29", "2026-12-01")).toEqual(["2026-11-29", "2026-11-30", "2026-12-01"]);
    expect(daysFrom("2026-12-01", "2026-11-29")).toEqual([]);
  });
});
