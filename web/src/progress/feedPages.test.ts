import { describe, expect, it } from "vitest";
import { cursorAfter, groupByDay, newestFirst, withLogs, withNewest } from "./feedPages";

const log = (id: string, created_at: string, words = "") => ({ id, created_at, words });
const A = log("a", "2026-11-20T10:00:00+00:00");
const B = log("b", "2026-11-20T09:00:00+00:00");
const C = log("c", "2026-11-19T09:00:00+00:00");

describe("the cursor", () => {
  it("is the last row of a full page", () => {
    expect(cursorAfter([A, B], 2)).toEqual({ createdAt: B.created_at, id: "b" });
  });

  it("is null after the last page", () => {
    expect(cursorAfter([A], 2)).toBeNull();
    expect(cursorAfter([], 2)).toBeNull();
  });
});

describe("newest first", () => {
  it("compares moments, not their text, and then ids downwards", () => {
    const sameMoment = log("z", "2026-11-20T13:00:00+03:00");
    expect([B, sameMoment, A, C].toSorted(newestFirst).map((one) => one.id)).toEqual(["z", "a", "b", "c"]);
  });
});

describe("changed logs", () => {
  const pages = [
    { logs: [A], next: { createdAt: A.created_at, id: A.id } },
    { logs: [C], next: null },
  ];

  it("replace their older copies in place", () => {
    const newer = { ...C, words: "read" };
    expect(withLogs(pages, [newer]).map((page) => page.logs)).toEqual([[A], [newer]]);
  });

  it("that are new go where they belong", () => {
    const newest = log("n", "2026-11-20T11:00:00+00:00");
    expect(withLogs(pages, [newest, B]).map((page) => page.logs)).toEqual([
      [newest, A],
      [B, C],
    ]);
  });

  it("beyond what is loaded wait for their page", () => {
    const [first] = pages;
    if (!first) throw new Error("no page");
    expect(withLogs([first], [C])).toEqual([first]);
  });

  it("fill an empty feed", () => {
    expect(withLogs([{ logs: [], next: null }], [A])[0]?.logs).toEqual([A]);
  });
});

describe("days", () => {
  it("hold neighbours of the same day", () => {
    const groups = groupByDay([A, B, C], (one) => one.created_at.slice(0, 10));
    expect(groups.map(({ day, entries }) => [day, entries.length])).toEqual([
      ["2026-11-20", 2],
      ["2026-11-19", 1],
    ]);
  });
});

describe("the newest page, loaded again", () => {
  const pages = [{ logs: [A, B, C], next: null }];
  const shown = (logs: (typeof A)[], next: { createdAt: string; id: string } | null = null) =>
    withNewest(pages, { logs, next }).flatMap((page) => page.logs.map(({ id }) => id));

  it("drops what was deleted", () => {
    expect(shown([A, C])).toEqual(["a", "c"]);
    expect(shown([A])).toEqual(["a"]);
  });

  it("keeps what was added meanwhile, and older pages", () => {
    expect(shown([B, C])).toEqual(["a", "b", "c"]);
    expect(shown([A], { createdAt: A.created_at, id: A.id })).toEqual(["a", "b", "c"]);
  });
});
