import { expect, it } from "vitest";
import { formatFor } from "../../foundation/i18n/format";
import { clockOf } from "./clockOf";

it("is that of the day on which the entry stands, wherever the client lives now", () => {
  const late = { created_at: "2026-11-29T14:30:00Z", timezone: "Asia/Tokyo" };
  const format = formatFor("en");
  expect(clockOf(late, "Asia/Tokyo", format)).toBe("23:30");
  expect(clockOf(late, "America/Los_Angeles", format)).toBe("23:30 (Asia/Tokyo)");
  expect(clockOf(late, undefined, format)).toBe("23:30");
});
