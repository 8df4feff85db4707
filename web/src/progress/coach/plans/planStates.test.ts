import { describe, expect, it } from "vitest";
import type { Plan } from "../api";
import { activationEffects, inOrder, planState } from "./planStates";

const TODAY = "2026-11-20";

function plan(id: string, changes: Partial<Plan>): Plan {
  return {
    id,
    client_id: "c",
    type: "combined",
    title: id,
    start_date: TODAY,
    end_date: null,
    config_json: {},
    is_active: false,
    activated_at: null,
    version: 1,
    created_at: "",
    updated_at: "",
    ...changes,
  };
}

const activated = (id: string, changes: Partial<Plan>) =>
  plan(id, { activated_at: "2026-01-01T00:00:00Z", ...changes });

describe("planState", () => {
  it.each([
    [plan("draft", {}), "draft"],
    [activated("later", { start_date: "2026-11-21", is_active: true }), "upcoming"],
    [activated("now", { start_date: TODAY, is_active: true }), "active"],
    [activated("last day", { start_date: "2026-11-01", end_date: TODAY }), "active"],
    [activated("over", { start_date: "2026-11-01", end_date: "2026-11-19", is_active: true }), "ended"],
  ])("$0.id", (one, state) => {
    expect(planState(one, TODAY)).toBe(state);
  });
});

describe("inOrder", () => {
  it("has what is in force first, then drafts and the newest history", () => {
    const plans = [
      activated("old", { start_date: "2026-01-01", end_date: "2026-05-31" }),
      activated("older", { start_date: "2025-01-01", end_date: "2025-12-31" }),
      activated("now", { start_date: "2026-06-01", is_active: true }),
      plan("draft", {}),
    ];
    expect(inOrder(plans, TODAY).map(({ id }) => id)).toEqual(["now", "draft", "old", "older"]);
  });
});

describe("activationEffects", () => {
  const current = activated("current", { start_date: "2026-11-01", is_active: true });

  it("closes the plan in force the day before", () => {
    const effects = activationEffects(plan("new", { start_date: "2026-11-25" }), [current], TODAY);
    expect(effects).toEqual({
      problem: null,
      startsOn: "2026-11-25",
      isMoved: false,
      closes: [{ plan: current, lastDay: "2026-11-24" }],
      returns: [],
    });
  });

  it("begins today where days already scored would change", () => {
    const effects = activationEffects(plan("new", { start_date: "2026-11-10" }), [current], TODAY);
    expect(effects).toMatchObject({ startsOn: TODAY, isMoved: true, closes: [{ lastDay: "2026-11-19" }] });
  });

  it("may begin in the past where no plan was in force", () => {
    const effects = activationEffects(plan("new", { start_date: "2026-11-10" }), [], TODAY);
    expect(effects).toMatchObject({ startsOn: "2026-11-10", isMoved: false, closes: [] });
  });

  it("makes a plan that has no day left a draft again", () => {
    const later = activated("later", { start_date: "2026-12-01", is_active: true });
    const effects = activationEffects(plan("new", {}), [later], TODAY);
    expect(effects).toMatchObject({ closes: [], returns: [later] });
  });

  it("leaves plans for the other target and ended ones alone", () => {
    const training = activated("training", { type: "training", is_active: true });
    const ended = activated("ended", { start_date: "2026-01-01", end_date: "2026-02-01" });
    const effects = activationEffects(plan("new", { type: "nutrition" }), [training, ended], TODAY);
    expect(effects).toMatchObject({ closes: [], returns: [] });
  });

  it("a combined plan closes both others", () => {
    const others = [
      activated("training", { type: "training", start_date: "2026-11-01", is_active: true }),
      activated("nutrition", { type: "nutrition", start_date: "2026-11-01", is_active: true }),
    ];
    expect(activationEffects(plan("new", {}), others, TODAY).closes).toHaveLength(2);
  });

  it("says when the draft is over already", () => {
    const draft = plan("new", { start_date: "2026-11-01", end_date: "2026-11-19" });
    expect(activationEffects(draft, [], TODAY).problem).toBe("ended");
  });
});
