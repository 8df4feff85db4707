import { Alert, Button, Group, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { ConflictNote } from "../../../foundation/ConflictNote";
import type { Day } from "../../../foundation/calendar";
import { conflictIn } from "../../../foundation/conflict";
import { describeError } from "../../../foundation/describeError";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { useUnsaved } from "../../../foundation/unsaved";
import { hasNutrition, hasTraining } from "../../planConfig";
import type { Plan } from "../api";
import { useSavePlan } from "../queries";
import { EffectsList } from "./EffectsList";
import { NotesField, NutritionFields, TrainingFields, TypeField } from "./PlanFields";
import { planDifferences } from "./planDifferences";
import { draftOf, fromTemplate, type PlanValues, type Problem, unscored, validatePlan } from "./planForm";
import { activationEffects } from "./planStates";
import { TemplateField } from "./TemplateField";

interface PlanFormProps {
  clientId: string;
  /** The plan to change; absent for a new one. */
  plan?: Plan;
  plans: Plan[];
  today: Day;
  initial: PlanValues;
  /** Where typing begins. */
  focus: "title" | "targets";
  onDone: () => void;
  onCancel: () => void;
}

/** Everything of a draft can change. Of a plan that was in force, the title, the notes and the end can. */
export function PlanForm({ clientId, plan, plans, today, initial, focus, onDone, onCancel }: PlanFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const save = useSavePlan(clientId, plan?.id);
  const isFixed = plan != null && plan.activated_at !== null;
  const form = useForm<PlanValues>({
    initialValues: initial,
    validate: (values) => describeProblems(values, t),
  });
  useUnsaved(form.isDirty());

  const saveAs = (values: PlanValues, version: number, activates = false) => {
    const changes = isFixed ? unscored(values, plan) : draftOf(values);
    save.mutate({ ...changes, version, activates }, { onSuccess: onDone });
  };
  const submit = (activates: boolean) =>
    form.onSubmit((values) => saveAs(values, plan?.version ?? 1, activates))();
  const conflict = conflictIn(save.error);
  const { type } = form.values;
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        submit(!isFixed);
      }}
      noValidate
    >
      <Stack gap="sm">
        {!plan && focus === "title" && (
          <TemplateField
            onPick={(template) => form.setValues(fromTemplate(template, form.values.start_date))}
          />
        )}
        {isFixed ? <Alert>{t("progressCoach:plans.fixed")}</Alert> : <TypeField form={form} />}
        <TextInput
          label={t("progressCoach:plans.field.title")}
          maxLength={200}
          required
          data-autofocus={focus === "title" || undefined}
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
        {!isFixed && hasNutrition(type) && <NutritionFields form={form} isFirst={focus === "targets"} />}
        {!isFixed && hasTraining(type) && (
          <TrainingFields form={form} isFirst={focus === "targets" && !hasNutrition(type)} />
        )}
        {hasTraining(type) && <NotesField form={form} />}
        {!isFixed && <Effects values={form.values} plan={plan} plans={plans} today={today} />}
        {conflict ? (
          <ConflictNote
            conflict={conflict}
            values={planDifferences(conflict, t, format)}
            isSaving={save.isPending}
            onKeepNow={onCancel}
            onSaveYours={() => saveAs(form.values, conflict.version, save.variables?.activates)}
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
          <Button
            type={isFixed ? "submit" : "button"}
            variant={isFixed ? "filled" : "default"}
            loading={save.isPending && !save.variables.activates}
            onClick={isFixed ? undefined : () => submit(false)}
          >
            {isFixed ? t("app:save") : t("progressCoach:plans.saveDraft")}
          </Button>
          {!isFixed && (
            <Button type="submit" loading={save.isPending && save.variables.activates}>
              {t("progressCoach:plans.saveAndActivate")}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

interface EffectsProps {
  values: PlanValues;
  plan: Plan | undefined;
  plans: Plan[];
  today: Day;
}

/** What "Save and activate" would do. */
function Effects({ values, plan, plans, today }: EffectsProps) {
  const { t } = useTranslation();
  if (!values.title.trim() || !values.start_date) return null;
  const draft = draftOf(values);
  const effects = activationEffects({ ...draft, id: plan?.id }, plans, today);
  return (
    <Alert color="gray" title={t("progressCoach:plans.saveAndActivate")} role="status">
      {effects.problem ? (
        t("progressCoach:plans.activation.ended")
      ) : (
        <EffectsList draft={draft} effects={effects} />
      )}
    </Alert>
  );
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
