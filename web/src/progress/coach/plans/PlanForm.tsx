import { Alert, Button, Group, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { ConflictNote } from "../../../foundation/ConflictNote";
import { conflictIn } from "../../../foundation/conflict";
import { describeError } from "../../../foundation/describeError";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import type { Plan, PlanDraft } from "../api";
import { useSavePlan } from "../queries";
import { NutritionFields, TrainingFields, TypeField } from "./PlanFields";
import { hasNutrition, hasTraining } from "./planConfig";
import { planDifferences } from "./planDifferences";
import { draftOf, type PlanValues, type Problem, validatePlan } from "./planForm";

interface PlanFormProps {
  clientId: string;
  /** The plan to change; absent for a new one. */
  plan?: Plan;
  initial: PlanValues;
  onDone: () => void;
  onCancel: () => void;
}

/** Everything of a draft can change. Of a plan that was in force, only the title and the end can. */
export function PlanForm({ clientId, plan, initial, onDone, onCancel }: PlanFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const save = useSavePlan(clientId, plan?.id);
  const isFixed = plan != null && plan.activated_at !== null;
  const form = useForm<PlanValues>({
    initialValues: initial,
    validate: (values) => describeProblems(values, t),
  });

  const saveAs = (values: PlanValues, version: number) => {
    const draft = draftOf(values);
    save.mutate({ ...(isFixed ? titleAndEnd(draft) : draft), version }, { onSuccess: onDone });
  };
  const submit = form.onSubmit((values) => saveAs(values, plan?.version ?? 1));
  const conflict = conflictIn(save.error);
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {isFixed ? <Alert>{t("progressCoach:plans.fixed")}</Alert> : <TypeField form={form} />}
        <TextInput
          label={t("progressCoach:plans.field.title")}
          maxLength={200}
          required
          data-autofocus
          {...form.getInputProps("title")}
        />
        <Group grow align="start" gap="sm">
          <TextInput
            type="date"
            label={t("progressCoach:plans.field.start_date")}
            required
            disabled={isFixed}
            {...form.getInputProps("start_date")}
          />
          <TextInput
            type="date"
            label={t("progressCoach:plans.field.end_date")}
            min={form.values.start_date}
            {...form.getInputProps("end_date")}
          />
        </Group>
        {!isFixed && hasNutrition(form.values.type) && <NutritionFields form={form} />}
        {!isFixed && hasTraining(form.values.type) && <TrainingFields form={form} />}
        {conflict ? (
          <ConflictNote
            conflict={conflict}
            values={planDifferences(conflict, t, format)}
            isSaving={save.isPending}
            onKeepNow={onCancel}
            onSaveYours={() => saveAs(form.values, conflict.version)}
          />
        ) : (
          save.error && (
            <Alert color="red" role="alert" title={t("progressCoach:plans.failed")}>
              {describeError(save.error, t)}
            </Alert>
          )
        )}
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t("app:cancel")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {isFixed ? t("app:save") : t("progressCoach:plans.saveDraft")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function titleAndEnd({ title, end_date }: PlanDraft): Partial<PlanDraft> {
  return { title, end_date };
}

function describeProblems(values: PlanValues, t: TFunction): Record<string, string> {
  return Object.fromEntries(
    Object.entries(validatePlan(values)).map(([field, problem]) => [field, describeProblem(problem, t)]),
  );
}

function describeProblem(problem: Problem, t: TFunction): string {
  return problem.code === "range"
    ? t("progressCoach:plans.problem.range", { low: problem.low, high: problem.high })
    : t(`progressCoach:plans.problem.${problem.code}`);
}
