import {
  Alert,
  Checkbox,
  Group,
  NumberInput,
  SegmentedControl,
  SimpleGrid,
  Text,
  Textarea,
  useMatches,
} from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import {
  calorieBand,
  macrosAgainst,
  NUTRITION_KEYS,
  type NumberKey,
  PLAN_TYPES,
  PREFERRED_TYPES,
  RANGES,
} from "../../planConfig";
import { configOf, type PlanValues } from "./planForm";

interface FieldsProps {
  form: UseFormReturnType<PlanValues>;
}

export function TypeField({ form }: FieldsProps) {
  const { t } = useTranslation();
  const orientation = useMatches({ base: "vertical", sm: "horizontal" } as const);
  return (
    <SegmentedControl
      fullWidth
      aria-label={t("progressCoach:plans.field.type")}
      data={PLAN_TYPES.map((value) => ({ value, label: t(`progressCoach:plans.type.${value}`) }))}
      orientation={orientation}
      {...form.getInputProps("type")}
    />
  );
}

interface TargetsProps extends FieldsProps {
  /** Typing begins here. */
  isFirst: boolean;
}

export function NutritionFields({ form, isFirst }: TargetsProps) {
  return (
    <div>
      <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="sm">
        {NUTRITION_KEYS.map((key, index) => (
          <NumberField key={key} name={key} form={form} isFirst={isFirst && index === 0} />
        ))}
      </SimpleGrid>
      <Band values={form.values} />
      <Macros values={form.values} />
    </div>
  );
}

function Band({ values }: { values: PlanValues }) {
  const { t } = useTranslation();
  const format = useFormat();
  const target = Number(values.calories_target_per_day);
  const tolerance = Number(values.calories_tolerance_pct);
  if (!(target > 0) || Number.isNaN(tolerance)) return null;
  const band = calorieBand({ calories_target_per_day: target, calories_tolerance_pct: tolerance });
  return (
    <Text size="xs" c="dimmed" mt={4} role="status">
      {band &&
        t("progressCoach:plans.band", { low: format.number(band.low, 0), high: format.number(band.high, 0) })}
    </Text>
  );
}

/** Warns where protein, carbs and fat contradict the calories. */
function Macros({ values }: { values: PlanValues }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sum = macrosAgainst(configOf(values));
  if (sum === null) return null;
  const gap = sum - Number(values.calories_target_per_day);
  return (
    <Alert color="orange" mt="xs" role="status">
      {t(gap > 0 ? "progressCoach:plans.macrosMore" : "progressCoach:plans.macrosLess", {
        sum: format.number(sum, 0),
        gap: format.number(Math.abs(gap), 0),
      })}
    </Alert>
  );
}

export function TrainingFields({ form, isFirst }: TargetsProps) {
  const { t } = useTranslation();
  return (
    <>
      <NumberField name="workouts_per_week_target" form={form} isFirst={isFirst} />
      <Checkbox.Group
        label={t("progressCoach:plans.field.preferred_types")}
        {...form.getInputProps("preferred_types")}
      >
        <Group gap="md" mt={4}>
          {PREFERRED_TYPES.map((type) => (
            <Checkbox key={type} value={type} label={t(`progress:event.workoutType.${type}`)} />
          ))}
        </Group>
      </Checkbox.Group>
    </>
  );
}

export function NotesField({ form }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <Textarea
      label={t("progressCoach:plans.field.notes")}
      autosize
      minRows={2}
      maxRows={8}
      {...form.getInputProps("notes")}
    />
  );
}

const REQUIRED: readonly NumberKey[] = ["calories_target_per_day", "workouts_per_week_target"];

function NumberField({ name, form, isFirst }: TargetsProps & { name: NumberKey }) {
  const { t } = useTranslation();
  const [low, high] = RANGES[name];
  const input = form.getInputProps(name);
  return (
    <NumberInput
      label={t(`progressCoach:plans.field.${name}`)}
      min={low}
      max={high}
      clampBehavior="none"
      allowNegative={false}
      decimalScale={name === "workouts_per_week_target" ? 0 : 1}
      inputMode="decimal"
      hideControls
      required={REQUIRED.includes(name)}
      data-autofocus={isFirst || undefined}
      {...input}
      onFocus={(event) => {
        input.onFocus?.(event);
        const field = event.currentTarget;
        requestAnimationFrame(() => field.select()); // after the input has put its cursor at the end
      }}
    />
  );
}
