import { expect, it } from "vitest";
import { likelyValues } from "./likelyValues";

it.each([
  ["58.6 after ramen lol", "weight", { value: "58.6", unit: "lb" }],
  ["long run 20 km, 2h10m", "workout", { minutes: "" }],
  ["обед на фото", "nutrition", { calories: "" }],
  ["спала 6,5", "sleep", { hours: "6,5" }],
  ["прошла 9100 шагов", "steps", { steps: "9100" }],
  ["ramen. no regrets", "note", { text: "ramen. no regrets" }],
])("%s is likely a %s", (raw_text, type, values) => {
  const likely = likelyValues({ raw_text, media_urls: [] }, "lb");
  expect(likely.type).toBe(type);
  expect(likely.values).toMatchObject(values);
});

it("takes a picture without words for food", () => {
  expect(likelyValues({ raw_text: null, media_urls: ["c/plate.jpg"] }, "kg").type).toBe("nutrition");
});
