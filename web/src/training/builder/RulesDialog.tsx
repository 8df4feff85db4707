import { Checkbox, Group, NativeSelect, NumberInput, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/Dialog";
import type { ProgressionRule, TemplateExercise } from "../document";
import { FormFooter } from "../FormFooter";
import { NEW_RULES, RULES } from "./rules";

interface RulesDialogProps {
  exercise: TemplateExercise;
  name: string;
  onSave: (progression: ProgressionRule[]) => void;
  onClose: () => void;
}

/** How the load of an exercise grows from week to week. */
export default function RulesDialog({ exercise, name, onSave, onClose }: RulesDialogProps) {
  const { t } = useTranslation();
  const [rule, setRule] = useState<ProgressionRule | undefined>(exercise.progression[0]);
  const [deload, setDeload] = useState<ProgressionRule | undefined>(exercise.progression[1]);
  return (
    <Dialog title={t("trainingCoach:rule.title", { exercise: name })} onClose={onClose}>
      {(close) => (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onSave([rule, deload].filter((one) => one !== undefined));
            close();
          }}
        >
          <Stack gap="sm">
            <NativeSelect
              label={t("trainingCoach:rule.kind")}
              data-autofocus
              value={rule?.kind ?? ""}
              data={[
                { value: "", label: t("trainingCoach:rule.none") },
                ...RULES.map((kind) => ({ value: kind, label: t(`trainingCoach:rule.name.${kind}`) })),
              ]}
              onChange={(event) => {
                const kind = event.currentTarget.value as ProgressionRule["kind"] | "";
                setRule(kind ? NEW_RULES[kind] : undefined);
              }}
            />
            {rule && <RuleFields rule={rule} onChange={setRule} />}
            {rule && rule.kind !== "deload" && (
              <Checkbox
                label={t("trainingCoach:rule.withDeload")}
                checked={deload !== undefined}
                onChange={(event) => setDeload(event.currentTarget.checked ? NEW_RULES.deload : undefined)}
              />
            )}
            {rule && deload && <RuleFields rule={deload} onChange={setDeload} />}
            <FormFooter label={t("app:save")} onCancel={close} />
          </Stack>
        </form>
      )}
    </Dialog>
  );
}

function RuleFields({
  rule,
  onChange,
}: {
  rule: ProgressionRule;
  onChange: (rule: ProgressionRule) => void;
}) {
  const { t } = useTranslation();
  const {
    kind,
    step,
    step_unit: unit = "kg",
    every,
    percents,
    requires_success: success,
    from_week: from,
  } = rule;
  const [typed, setTyped] = useState(percents?.join(", ") ?? "");
  const number = (value: string | number) => (value === "" ? undefined : Number(value));
  const change = (values: { [K in keyof ProgressionRule]?: ProgressionRule[K] | undefined }) =>
    onChange(
      Object.fromEntries(
        Object.entries({ ...rule, ...values }).filter(([, value]) => value !== undefined),
      ) as unknown as ProgressionRule,
    );
  return (
    <>
      {step !== undefined && (
        <Group gap="xs" grow align="end">
          <NumberInput
            label={t(kind === "deload" ? "trainingCoach:rule.less" : "trainingCoach:rule.step")}
            value={step}
            min={0.25}
            max={100}
            step={0.5}
            onChange={(value) => change({ step: number(value) ?? 0 })}
          />
          <NativeSelect
            aria-label={t("trainingCoach:rule.unit")}
            value={unit}
            data={[
              { value: "kg", label: t("trainingCoach:rule.kg") },
              { value: "percent", label: "%" },
            ]}
            onChange={(event) => change({ step_unit: event.currentTarget.value as "kg" | "percent" })}
          />
        </Group>
      )}
      {every !== undefined && (
        <NumberInput
          label={t("trainingCoach:rule.every")}
          value={every}
          min={1}
          max={52}
          allowDecimal={false}
          onChange={(value) => change({ every: number(value) ?? 1 })}
        />
      )}
      {percents !== undefined && (
        <TextInput
          label={t("trainingCoach:rule.percents")}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            const read = event.currentTarget.value
              .split(/[\s,;%]+/)
              .filter(Boolean)
              .map(Number);
            if (read.length > 0 && read.every((one) => one > 0 && one <= 200)) change({ percents: read });
          }}
        />
      )}
      <NumberInput
        label={t("trainingCoach:rule.fromWeek")}
        value={from ?? ""}
        min={1}
        max={52}
        allowDecimal={false}
        onChange={(value) => change({ from_week: number(value) })}
      />
      {success !== undefined && (
        <Checkbox
          label={t("trainingCoach:rule.requiresSuccess")}
          checked={success}
          onChange={(event) => change({ requires_success: event.currentTarget.checked })}
        />
      )}
    </>
  );
}
