import type { TFunction } from "i18next";
import type { WeightFormat } from "../../account/weightUnit";
import type { Format } from "../../foundation/i18n/format";
import type { TemplateDocument, TemplateExercise, TemplateWorkout } from "../document";
import { amount, duration, load } from "../target";
import { range } from "./edits";

interface Wording {
  nameOf: (exerciseId: string) => string;
  weights: WeightFormat;
  t: TFunction;
  format: Format;
}

/** A programme as plain text, which the import reads again. Weeks that are alike are said once. */
export function formatProgram(document: TemplateDocument, wording: Wording): string {
  const { t } = wording;
  const lines = [document.title, ...(document.description ? [document.description] : [])];
  document.phases.forEach((phase, index) => {
    if (document.phases.length > 1 || phase.title) {
      const isNumbered = /^(?:phase|фаза)/i.test(phase.title);
      lines.push(
        "",
        isNumbered ? phase.title : t("training:text.phase", { number: index + 1, title: phase.title }),
      );
    }
    for (const { from, to, workouts } of alike(phase.weeks, phase.workouts)) {
      lines.push(
        "",
        from === to ? t("training:text.week", { from }) : t("training:text.weeks", { from, to }),
      );
      for (const workout of workouts) lines.push("", dayLine(workout, t), ...exerciseLines(workout, wording));
    }
  });
  return `${lines.join("\n")}\n`;
}

function dayLine({ position, title }: TemplateWorkout, t: TFunction): string {
  const day = t("training:text.day", { position });
  return !title || title.startsWith(day) ? title || day : `${day}: ${title}`;
}

function exerciseLines({ exercises }: TemplateWorkout, wording: Wording): string[] {
  return exercises.map((one, index) => {
    const isWithBefore = index > 0 && exercises[index - 1]?.block === one.block;
    return `${isWithBefore ? "+ " : ""}${exerciseLine(one, wording)}`;
  });
}

function exerciseLine(one: TemplateExercise, { nameOf, weights, t, format }: Wording): string {
  const { sets, rest_seconds: rest, tempo, notes } = one;
  const scheme = `${sets} × ${amount(one, t, format)}`;
  return [
    [nameOf(one.exercise_id), scheme, load(one, weights, t, format)].filter(Boolean).join(" "),
    rest !== null && t("training:target.rest", { time: duration(rest, t, format) }),
    tempo && t("training:target.tempo", { tempo }),
    notes,
  ]
    .filter(Boolean)
    .join(", ");
}

/** Neighbouring weeks with the same workouts, as one. */
export function alike(
  weeks: number,
  workouts: TemplateWorkout[],
): { from: number; to: number; workouts: TemplateWorkout[] }[] {
  const groups: { from: number; to: number; workouts: TemplateWorkout[]; said: string }[] = [];
  for (const week of range(1, weeks)) {
    const ofWeek = workouts.filter((one) => one.week === week);
    const said = JSON.stringify(ofWeek, (key, value: unknown) =>
      key === "id" || key === "week" ? undefined : value,
    );
    const last = groups.at(-1);
    if (last?.said === said) last.to = week;
    else groups.push({ from: week, to: week, workouts: ofWeek, said });
  }
  return groups.map(({ said: _, ...group }) => group);
}
