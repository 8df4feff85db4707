import { ActionIcon } from "@mantine/core";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWeightFormat } from "../../account/weightUnit";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { ActionMenu } from "../ActionMenu";
import type { TemplateExercise } from "../document";
import { ExerciseInput } from "../ExerciseInput";
import { IconDots, IconGrip } from "../icons";
import { amount, duration, load } from "../target";
import classes from "./builder.module.css";
import { Cell } from "./Cell";
import { type Edit, joinBlock, moveExercise, moveExerciseTo, patchExercise, removeExercise } from "./edits";
import { parseAmount, parseLoad, parseRest, parseTempo } from "./parseTarget";
import { describeRule } from "./rules";

interface ExerciseRowProps {
  exercise: TemplateExercise;
  name: string;
  isFirst: boolean;
  isLast: boolean;
  edit: (edit: Edit) => void;
  onRules: () => void;
}

const DRAGGED = "application/x-exercise";

export function ExerciseRow({ exercise, name, isFirst, isLast, edit, onRules }: ExerciseRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const weights = useWeightFormat();
  const [isOver, setOver] = useState(false);
  const { id, sets, rest_seconds: rest, tempo, notes, block_kind: kind, progression } = exercise;
  const patch = (values: Partial<TemplateExercise>) => edit(patchExercise(id, values));
  const cell = (column: "sets" | "amount" | "load" | "rest" | "tempo" | "notes") => ({
    column,
    name: t(`trainingCoach:column.${column}`),
    label: t("trainingCoach:cell", { column: t(`trainingCoach:column.${column}`), exercise: name }),
  });
  const drop = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(DRAGGED)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      edit(moveExerciseTo(event.dataTransfer.getData(DRAGGED), id));
    },
  };
  return (
    <li
      className={classes.row}
      data-row
      data-joined={kind !== "single" || undefined}
      data-over={isOver || undefined}
      {...drop}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: for a mouse only; the menu does the same */}
      <span
        className={classes.grip}
        draggable
        title={t("trainingCoach:row.drag")}
        onDragStart={(event) => event.dataTransfer.setData(DRAGGED, id)}
      >
        <IconGrip size={18} aria-hidden />
      </span>
      <ExerciseInput
        label={t("trainingCoach:row.exercise", { exercise: name })}
        value={name}
        className={classes.exercise}
        onPick={(picked) => patch({ exercise_id: picked.id })}
      />
      <Cell
        {...cell("sets")}
        value={String(sets)}
        parse={(typed) =>
          /^\d+$/.test(typed) && Number(typed) >= 1 && Number(typed) <= 20 ? Number(typed) : undefined
        }
        onChange={(value) => patch({ sets: value })}
      />
      <Cell
        {...cell("amount")}
        value={amount(exercise, t, format)}
        parse={(typed) => parseAmount(typed) ?? undefined}
        onChange={patch}
      />
      <Cell
        {...cell("load")}
        value={load(exercise, weights, t, format)}
        parse={(typed) => parseLoad(typed, weights.unit) ?? undefined}
        onChange={patch}
      />
      <Cell
        {...cell("rest")}
        value={rest === null ? "" : duration(rest, t, format)}
        parse={(typed) => (typed === "" ? null : (parseRest(typed) ?? undefined))}
        onChange={(value) => patch({ rest_seconds: value })}
      />
      <Cell
        {...cell("tempo")}
        value={tempo ?? ""}
        parse={(typed) => (typed === "" ? null : (parseTempo(typed) ?? undefined))}
        onChange={(value) => patch({ tempo: value })}
      />
      <Cell
        {...cell("notes")}
        className={classes.notes}
        value={notes}
        maxLength={1000}
        parse={(typed) => typed}
        onChange={(value) => patch({ notes: value })}
      />
      <ActionMenu
        trigger={
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            className={classes.menu}
            aria-label={t("trainingCoach:row.menu", { exercise: name })}
          >
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        }
        actions={[
          {
            label: t("trainingCoach:row.up"),
            isDisabled: isFirst,
            onClick: () => edit(moveExercise(id, -1)),
          },
          {
            label: t("trainingCoach:row.down"),
            isDisabled: isLast,
            onClick: () => edit(moveExercise(id, 1)),
          },
          ...(["superset", "circuit"] as const).map((block) => ({
            label: t(`trainingCoach:row.${block}`),
            isDisabled: isFirst,
            onClick: () => edit(joinBlock(id, block)),
          })),
          ...(kind === "single"
            ? []
            : [{ label: t("trainingCoach:row.single"), onClick: () => edit(joinBlock(id, "single")) }]),
          { label: t("trainingCoach:row.rules"), onClick: onRules },
          { label: t("app:delete"), isDanger: true, onClick: () => edit(removeExercise(id)) },
        ]}
      />
      {(kind !== "single" || progression.length > 0) && (
        <span className={classes.under}>
          {[
            kind !== "single" && t(`training:block.${kind}`),
            ...progression.map((rule) => describeRule(rule, weights, t, format)),
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      )}
    </li>
  );
}
