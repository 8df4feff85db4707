import { Group, NativeSelect, SimpleGrid, Textarea, TextInput } from "@mantine/core";
import type { FocusEvent } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { BODY_FOCUS, type EventType, INTENSITIES, MOODS, SLEEP_QUALITIES, WORKOUT_TYPES } from "../events";
import type { FieldProblem, FieldValues } from "./corrections";

interface EventFieldsProps {
  type: EventType;
  values: FieldValues;
  problems: Record<string, FieldProblem>;
  onChange: (field: string, value: string) => void;
}

/** The inputs for one type of event. */
export function EventFields({ type, values, problems, onChange }: EventFieldsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const input = (field: string) => ({
    value: values[field] ?? "",
    error: problemInWords(problems[field]),
    onChange: (event: { currentTarget: { value: string } }) => onChange(field, event.currentTarget.value),
  });
  const problemInWords = (problem: FieldProblem | undefined) => {
    if (typeof problem !== "object") return problem && t(`progress:correction.${problem}`);
    return t("progress:correction.range", {
      low: format.number(problem.low, 0),
      high: format.number(problem.high, 0),
    });
  };
  const number = (field: string) => ({
    ...input(field),
    inputMode: field === "hours" ? ("text" as const) : ("decimal" as const), // hours may be typed as 7:30
    autoComplete: "off",
    onFocus: (event: FocusEvent<HTMLInputElement>) => event.currentTarget.select(), // so that typing replaces it
  });

  switch (type) {
    case "weight":
      return (
        <Group grow align="start">
          <TextInput label={t("progress:correction.value")} data-autofocus {...number("value")} />
          <NativeSelect
            label={t("progress:correction.unit")}
            data={(["kg", "lb"] as const).map((value) => ({
              value,
              label: t(`progress:event.unit.${value}`),
            }))}
            {...input("unit")}
          />
        </Group>
      );
    case "nutrition":
      return (
        <>
          <TextInput label={t("progress:correction.calories")} data-autofocus {...number("calories")} />
          <SimpleGrid cols={3} spacing="xs">
            <TextInput label={t("progress:correction.protein")} {...number("protein")} />
            <TextInput label={t("progress:correction.carbs")} {...number("carbs")} />
            <TextInput label={t("progress:correction.fat")} {...number("fat")} />
          </SimpleGrid>
          <NativeSelect
            label={t("progress:correction.scope")}
            data={[
              { value: "day", label: t("progress:correction.scopeDay") },
              { value: "meal", label: t("progress:correction.scopeMeal") },
            ]}
            {...input("scope")}
          />
        </>
      );
    case "workout":
      return (
        <>
          <SimpleGrid cols={2} spacing="xs">
            <NativeSelect
              label={t("progress:correction.workoutType")}
              data-autofocus
              data={WORKOUT_TYPES.map((value) => ({
                value,
                label: t(`progress:event.workoutType.${value}`),
              }))}
              {...input("type")}
            />
            <NativeSelect
              label={t("progress:correction.focus")}
              data={BODY_FOCUS.map((value) => ({ value, label: t(`progress:event.focus.${value}`) }))}
              {...input("focus")}
            />
            <TextInput label={t("progress:correction.minutes")} {...number("minutes")} />
            <NativeSelect
              label={t("progress:correction.intensity")}
              data={INTENSITIES.map((value) => ({ value, label: t(`progress:event.intensity.${value}`) }))}
              {...input("intensity")}
            />
          </SimpleGrid>
          <TextInput label={t("progress:correction.notes")} {...input("notes")} />
        </>
      );
    case "steps":
      return <TextInput label={t("progress:correction.steps")} data-autofocus {...number("steps")} />;
    case "sleep":
      return (
        <Group grow align="start">
          <TextInput label={t("progress:correction.hours")} data-autofocus {...number("hours")} />
          <NativeSelect
            label={t("progress:correction.quality")}
            data={SLEEP_QUALITIES.map((value) => ({ value, label: t(`progress:event.quality.${value}`) }))}
            {...input("quality")}
          />
        </Group>
      );
    case "checkin_mood":
      return (
        <>
          <NativeSelect
            label={t("progress:correction.mood")}
            data-autofocus
            data={MOODS.map((value) => ({ value, label: t(`progress:correction.moods.${value}`) }))}
            {...input("label")}
          />
          <TextInput label={t("progress:correction.notes")} {...input("notes")} />
        </>
      );
    default:
      return <Textarea label={t("progress:correction.text")} autosize data-autofocus {...input("text")} />;
  }
}
