import { describe, expect, it } from "vitest";
import { inCm, inUnit, measureIn, measureInCm } from "./length";

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

describe("a measure with a unit", () => {
  it.each([
    ["90 cm in inches", { value: 90, unit: "cm" }, "in", { value: 35.4, unit: "in" }],
    ["90 см in inches", { value: 90, unit: " см" }, "in", { value: 35.4, unit: "in" }],
    ["90 cm in centimetres", { value: 90, unit: "cm" }, "cm", { value: 90, unit: "cm" }],
    ["what is no length", { value: 30, unit: "times" }, "in", { value: 30, unit: "times" }],
  ] as const)("is shown: %s", (_case, measure, unit, shown) => {
    expect(measureIn(measure, unit)).toEqual(shown);
  });

  it("is kept in centimetres", () => {
    expect(measureInCm({ value: 35.4, unit: "in" })).toEqual({ value: 89.9, unit: "cm" });
    expect(measureInCm({ value: 30, unit: "times" })).toEqual({ value: 30, unit: "times" });
  });
});
