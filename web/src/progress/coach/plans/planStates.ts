import { addDays, type Day } from "../../../foundation/calendar";
import type { Plan, PlanDraft } from "../api";

export type PlanState = "draft" | "upcoming" | "active" | "ended";

export function planState(plan: Plan, today: Day): PlanState {
  if (!plan.activated_at) return "draft";
  if (plan.start_date > today) return "upcoming";
  return plan.end_date !== null && plan.end_date < today ? "ended" : "active";
}

const ORDER: Record<PlanState, number> = { active: 0, upcoming: 1, draft: 2, ended: 3 };

/** What is in force, then what follows, drafts and ended plans, each newest first. */
export function inOrder(plans: readonly Plan[], today: Day): Plan[] {
  return [...plans].sort(
    (a, b) =>
      ORDER[planState(a, today)] - ORDER[planState(b, today)] || b.start_date.localeCompare(a.start_date),
  );
}

export interface ActivationEffects {
  /** Why it cannot be activated. */
  problem: "ended" | null;
  startsOn: Day;
  /** Its start was earlier, but days already scored keep their plan. */
  isMoved: boolean;
  /** Plans that end sooner than they would have, with their last day. */
  closes: { plan: Plan; lastDay: Day }[];
  /** Plans that would have no day left and become drafts again. */
  returns: Plan[];
}

/** What activating a draft will do; foretells `private.activate_plan`. */
export function activationEffects(
  draft: PlanDraft & { id?: string | undefined },
  plans: readonly Plan[],
  today: Day,
): ActivationEffects {
  const others = plans.filter(
    (plan) => plan.id !== draft.id && plan.activated_at !== null && sharesTarget(plan, draft),
  );
  const isMoved = draft.start_date < today && others.some((plan) => lasts(plan, draft.start_date));
  const startsOn = isMoved ? today : draft.start_date;
  const closes: ActivationEffects["closes"] = [];
  const returns: Plan[] = [];
  for (const plan of others) {
    if (!plan.is_active && !lasts(plan, startsOn)) continue;
    if (plan.start_date >= startsOn) returns.push(plan);
    else if (lasts(plan, startsOn)) closes.push({ plan, lastDay: addDays(startsOn, -1) });
  }
  const problem = draft.end_date !== null && draft.end_date < today ? "ended" : null;
  return { problem, startsOn, isMoved, closes, returns };
}

function sharesTarget(a: PlanDraft, b: PlanDraft): boolean {
  return a.type === b.type || a.type === "combined" || b.type === "combined";
}

function lasts(plan: Plan, day: Day): boolean {
  return plan.end_date === null || plan.end_date >= day;
}
