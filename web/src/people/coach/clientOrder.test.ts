import { describe, expect, it } from "vitest";
import type { ClientListPart, CoachedClient } from "../../foundation/domain";
import { filtered, inOrder, matching } from "./clientOrder";

function client(name: string): CoachedClient {
  return {
    id: name,
    name,
    timezone: "UTC",
    hasAccount: true,
    hasOpenInvite: false,
    isArchived: false,
    addedAt: "",
    coachId: "me",
    coachName: "",
  };
}

const Nothing = () => null;

/** A domain that knows a number of some clients. */
function counting(param: string, counts: Record<string, number>) {
  const part: ClientListPart<Record<string, number>> = {
    query: { queryKey: [param], queryFn: async () => counts },
    urgency: ({ id }, data) => data[id] ?? 0,
    filter: { param, Control: Nothing, matches: ({ id }, data, value) => data[id] === Number(value) },
  };
  return { domain: param, part: part as ClientListPart, data: counts };
}

const names = (clients: CoachedClient[]) => clients.map(({ name }) => name);

describe("inOrder", () => {
  const clients = [client("Calm B"), client("Calm A"), client("One"), client("Both"), client("Most")];

  it("sorts by the urgency of all domains together, then by name", () => {
    const parts = [counting("a", { One: 2, Both: 2, Most: 9 }), counting("b", { Both: 3 })];
    expect(names(inOrder(clients, parts))).toEqual(["Most", "Both", "One", "Calm A", "Calm B"]);
  });

  it("sorts by name where no domain knows anything", () => {
    expect(names(inOrder(clients, []))).toEqual(["Both", "Calm A", "Calm B", "Most", "One"]);
  });
});

describe("matching", () => {
  const clients = [client("Анна Соколова"), client("Mark Doyle")];

  it.each([
    ["", 2],
    ["  ", 2],
    ["соко", 1],
    ["СОКОЛОВА анна", 1],
    ["mark x", 0],
  ])("%j finds %i", (search, count) => {
    expect(matching(clients, search)).toHaveLength(count);
  });
});

describe("filtered", () => {
  const clients = [client("A"), client("B"), client("C")];
  const parts = [counting("a", { A: 1, B: 1 }), counting("b", { B: 2, C: 2 })];

  it.each([
    ["", ["A", "B", "C"]],
    ["a=1", ["A", "B"]],
    ["a=1&b=2", ["B"]],
    ["a=&other=1", ["A", "B", "C"]],
    ["a=7", []],
  ])("%j lets through %j", (search, found) => {
    expect(names(filtered(clients, parts, new URLSearchParams(search)))).toEqual(found);
  });
});
