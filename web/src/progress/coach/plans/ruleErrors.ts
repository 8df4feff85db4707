import type { TFunction } from "i18next";
import { describeError } from "../../../app/describeError";
import { asRequestError } from "../../../app/request";

/** Rules of the database about plans, by what they say, so that they can be said in the reader's language. */
const RULES = [
  { code: "PT404", says: /./, key: "coach.plans.error.gone" },
  { code: "PT409", says: /already been in force/, key: "coach.plans.error.used" },
  { code: "PT409", says: /has been in force/, key: "coach.plans.error.fixed" },
  { code: "PT409", says: /Another plan/, key: "coach.plans.error.overlap" },
  { code: "PT409", says: /in the past/, key: "coach.plans.error.past" },
  { code: "PT422", says: /already ended/, key: "coach.plans.error.ended" },
  { code: "PT422", says: /ends before it begins/, key: "coach.plans.error.endFirst" },
] as const;

/** Why the database refused something about a plan. Of rules that are not known here the database speaks. */
export function describePlanError(error: unknown, t: TFunction): string {
  const { code, message } = asRequestError(error);
  const rule = RULES.find((one) => one.code === code && one.says.test(message));
  return rule ? t(rule.key) : describeError(error, t);
}
