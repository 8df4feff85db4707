import { describe, expect, it } from "vitest";
import { clock, extendRest, keepRest, keptRest, secondsLeft, startRest } from "./restTimer";

const START = Date.parse("2026-11-30T18:00:00Z");

function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe("a rest", () => {
  it("knows how much is left after the page was away", () => {
    const storage = memory();
    keepRest(storage, "anna", startRest("session", 90, START));
    const later = START + 70_000; // the screen was locked, no timer ran
    const rest = keptRest(storage, "anna", later);
    expect(rest && secondsLeft(rest, later)).toBe(20);
    expect(keptRest(storage, "boris", later)).toBeNull();
  });

  it("is shown for a while when it is over, and forgotten then", () => {
    const storage = memory();
    keepRest(storage, "anna", startRest("session", 90, START));
    const rest = keptRest(storage, "anna", START + 110_000);
    expect(rest && clock(secondsLeft(rest, START + 110_000))).toBe("+0:20");
    expect(keptRest(storage, "anna", START + 3_600_000)).toBeNull();
  });

  it("can be made longer and shorter, but does not end before now", () => {
    const rest = startRest("session", 60, START);
    expect(secondsLeft(extendRest(rest, 15, START), START)).toBe(75);
    expect(secondsLeft(extendRest(rest, -90, START + 10_000), START + 10_000)).toBe(0);
  });

  it("survives a storage that holds something else", () => {
    const storage = memory();
    storage.setItem("wellio.rest.anna", "{");
    expect(keptRest(storage, "anna", START)).toBeNull();
  });

  it.each([
    [65, "1:05"],
    [0, "0:00"],
    [-1, "+0:01"],
    [600, "10:00"],
  ])("of %i seconds is written %s", (seconds, text) => expect(clock(seconds)).toBe(text));
});
