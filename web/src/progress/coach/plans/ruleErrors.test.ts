import type { TFunction } from "i18next";
import { describe, expect, it } from "vitest";
import { RequestError } from "../../../app/request";
import { createI18n } from "../../../i18n";
import { describePlanError } from "./ruleErrors";

const t = (await createI18n("ru")).t as TFunction;

describe("describePlanError", () => {
  it.each([
    ["PT409", "Another plan is in force on those days", "coach.plans.error.overlap"],
    ["PT409", "This plan has already been in force", "coach.plans.error.used"],
    [
      "PT409",
      "This plan has been in force, so its targets and start stay as they are",
      "coach.plans.error.fixed",
    ],
    ["PT409", "A plan cannot end differently in the past", "coach.plans.error.past"],
    ["PT422", "This plan has already ended", "coach.plans.error.ended"],
    ["PT404", "No such plan", "coach.plans.error.gone"],
  ] as const)("%s %s, in the reader's language", (code, message, key) => {
    expect(describePlanError(new RequestError(400, code, message), t)).toBe(t(key));
  });

  it("says of a rule it does not know what the database says", () => {
    const said = "notes is not text of at most 2000 characters";
    const error = new RequestError(422, "PT422", said, "Give a shorter string.");
    expect(describePlanError(error, t)).toBe("Заметки слишком длинные. Уложитесь в 2000 символов.");
  });

  it("tells what is no rule as any other failure", () => {
    expect(describePlanError(new RequestError(0, "", "fetch failed"), t)).toBe(t("app.error.offline"));
  });
});
