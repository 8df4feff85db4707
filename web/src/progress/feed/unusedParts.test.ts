import { expect, it } from "vitest";
import { partsOf } from "./unusedParts";

type Words = Record<string, string[]>;

function read(text: string, { used = [], aside = [], left = [] }: Words, parser = "rules/4") {
  const span = (word: string) => {
    const start = [...text.slice(0, text.indexOf(word))].length;
    return { start, end: start + [...word].length, text: word };
  };
  const ai_parsed_json = {
    parser,
    evidence: used.map((word) => ({ field: "any", span: span(word) })),
    set_aside: aside.map((word) => ({ reason: "amount of food", span: span(word) })),
    unexplained: left.map(span),
  };
  return partsOf({ raw_text: text, ai_parsed_json })
    .filter((part) => part.unused)
    .map((part) => part.text);
}

it("greys the meal that was lost", () => {
  const words = { used: ["320", "650"], left: ["60"] };
  expect(read("coffee with cream 60, bagel 320, lunch 650", words)).toEqual(["coffee with cream 60"]);
});

it("greys a statement of its own that made no event", () => {
  expect(read("настроение норм, но колено болит", { used: ["норм"] })).toEqual(["но колено болит"]);
  expect(read("вес 67.5. Была в гостях!", { used: ["67.5"] })).toEqual(["Была в гостях"]);
});

it("keeps the words of a meal, whose number stands elsewhere", () => {
  expect(read("борщ, салат, хлеб - 650 ккал", { used: ["650"] })).toEqual([]);
});

it("greys a number within what was read", () => {
  expect(read("шагов 8к, вода 1.5л", { used: ["8к"], aside: ["1.5л"] })).toEqual(["вода 1.5л"]);
  expect(read("бегала 5 км за 31:20", { used: ["бегала", "31:20"], aside: ["5 км"] })).toEqual(["5 км"]);
});

it("counts characters as the reader does", () => {
  expect(read("😀 вес 67, сок 200", { used: ["67"], left: ["200"] })).toEqual(["сок 200"]);
});

it("greys nothing where nothing was read, or a model has read", () => {
  expect(read("привет", {})).toEqual([]);
  expect(read("вес 67. Погулял", { used: ["67"] }, "hybrid/1(rules/4+openai/x)")).toEqual([]);
});

it("gives back the whole text", () => {
  const text = "coffee 60, bagel 320\nfine";
  const parts = partsOf({ raw_text: text, ai_parsed_json: null });
  expect(parts.map((part) => part.text).join("")).toBe(text);
});
