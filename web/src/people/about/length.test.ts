import { describe, expect, it } from "vitest";
import { inCm, inUnit } from "./length";

describe("a height", () => {
  it.each([50, 172, 172.7, 280])("of %s cm is typed as it is", (cm) => {
    expect(inCm(inUnit(cm, "cm"), "cm")).toBe(cm);
  });

  it("is shown and typed in inches", () => {
    expect(inUnit(172.7, "in")).toBe(68);
    expect(inCm(68, "in")).toBe(172.7);
  });

  it("in inches stays what it was, however often it is saved", () => {
    for (let inches = 20; inches <= 110; inches += 0.5) {
      expect(inUnit(inCm(inches, "in"), "in")).toBe(inches);
    }
  });
});
