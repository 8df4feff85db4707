import { expect, it } from "vitest";
import type { Log } from "../api";
import { likelyValues } from "./likelyValues";

const entry = (has: Partial<Log>) =>
  ({ raw_text: null, media_urls: [], events: [], ai_parsed_json: null, ...has }) as unknown as Log;

it.each([
  ["58.6 after ramen lol", "weight", { value: "58.6", unit: "lb" }],
  ["long run 20 km, 2h10m", "workout", { minutes: "" }],
  ["обед на фото", "nutrition", { calories: "" }],
  ["спала 6,5", "sleep", { hours: "6,5" }],
  ["прошла 9100 шагов", "steps", { steps: "9100" }],
  ["ramen. no regrets", "note", { text: "ramen. no regrets" }],
])("%s is likely a %s", (raw_text, type, values) => {
  const likely = likelyValues(entry({ raw_text }), "lb");
  expect(likely.type).toBe(type);
  expect(likely.values).toMatchObject(values);
});

it("takes a picture without words for food", () => {
  expect(likelyValues(entry({ media_urls: ["c/plate.jpg"] }), "kg").type).toBe("nutrition");
});

it("proposes no value that the entry has already", () => {
  const events = [{ event_type: "nutrition", status: "auto", data_json: { calories: 620 } }] as Log["events"];
  const likely = (raw_text: string) => likelyValues(entry({ raw_text, events }), "kg");
  expect(likely("обед 620 ккал, 8000 шагов").type).toBe("steps");
  expect(likely("обед 620 ккал и что-то ещё")).toMatchObject({
    type: "note",
    values: { text: "обед 620 ккал и что-то ещё" },
  });
});

it("proposes what a mere note says", () => {
  const events = [{ event_type: "note", status: "auto", data_json: { text: "58.6" } }] as Log["events"];
  expect(likelyValues(entry({ raw_text: "58.6 after ramen lol", events }), "kg").type).toBe("weight");
});

it("takes the number from the words that made no value", () => {
  const raw_text = "обед 620 ккал, прошла 8000 шагов";
  const span = (start: number, end: number) => ({ start, end, text: raw_text.slice(start, end) });
  const events = [{ event_type: "nutrition", status: "auto", data_json: { calories: 620 } }] as Log["events"];
  const ai_parsed_json = { evidence: [{ span: span(5, 13) }], unexplained: [span(15, 32)] };
  expect(likelyValues(entry({ raw_text, events, ai_parsed_json }), "kg")).toMatchObject({
    type: "steps",
    values: { steps: "8000" },
  });
});
