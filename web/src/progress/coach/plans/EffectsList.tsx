import { List } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import type { PlanDraft } from "../api";
import type { ActivationEffects } from "./planStates";

/** What activating a draft does, to it and to other plans, by title and dates. */
export function EffectsList({ draft, effects }: { draft: PlanDraft; effects: ActivationEffects }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { title } = draft;
  return (
    <List size="sm" spacing={4}>
      <List.Item>
        {effects.isMoved
          ? t("progressCoach:plans.activation.moved", { title, day: format.date(draft.start_date) })
          : t("progressCoach:plans.activation.starts", { title, day: format.date(effects.startsOn) })}
      </List.Item>
      {effects.closes.map(({ plan, lastDay }) => (
        <List.Item key={plan.id}>
          {t("progressCoach:plans.activation.closes", {
            title: plan.title,
            from: format.date(plan.start_date),
            day: format.date(lastDay),
          })}
        </List.Item>
      ))}
      {effects.returns.map((plan) => (
        <List.Item key={plan.id}>
          {t("progressCoach:plans.activation.returns", {
            title: plan.title,
            from: format.date(plan.start_date),
          })}
        </List.Item>
      ))}
      {effects.closes.length + effects.returns.length === 0 && (
        <List.Item>{t("progressCoach:plans.activation.closesNothing")}</List.Item>
      )}
      <List.Item>{t("progressCoach:plans.activation.fixed")}</List.Item>
    </List>
  );
}
