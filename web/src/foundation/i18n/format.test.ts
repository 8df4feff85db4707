import { describe, expect, it } from "vitest";
import { formatFor } from "./format";

describe("a date", () => {
  it.each([
    ["en", "30 Nov 2026", "30 Nov 2026, 06:12"],
    ["ru", "30 нояб. 2026", "30 нояб. 2026, 06:12"],
  ] as const)("can end a sentence in %s", (language, date, dateTime) => {
    const format = formatFor(language);
    expect(format.date("2026-11-30")).toBe(date);
    expect(format.dateTime("2026-11-30T06:12:00Z", "UTC")).toBe(dateTime);
  });
});
