import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useWeightFormat } from "../../account/weightUnit";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { TemplateDocument, TemplateExercise } from "../document";
import { amount, duration, load } from "../target";
import classes from "./builder.module.css";
import { alike } from "./formatText";
import { describeRule } from "./rules";

interface ProgramTablesProps {
  document: TemplateDocument;
  nameOf: (exerciseId: string) => string;
}

const COLUMNS = ["exercise", "sets", "amount", "load", "rest", "notes"] as const;

/** A programme to read and to print: one table a day, weeks that are alike once. */
export function ProgramTables({ document, nameOf }: ProgramTablesProps) {
  const { t } = useTranslation();
  return (
    <div>
      {document.description && <Text mb="sm">{document.description}</Text>}
      {document.phases.map((phase) => (
        <section key={phase.id} aria-label={phase.title}>
          <Title order={2} size="h5" mt="md">
            {phase.title}
          </Title>
          {alike(phase.weeks, phase.workouts).map(({ from, to, workouts }) => (
            <div key={from}>
              <Title order={3} size="h6" mt="sm">
                {from === to ? t("training:text.week", { from }) : t("training:text.weeks", { from, to })}
              </Title>
              {workouts.length === 0 && (
                <Text size="sm" c="dimmed">
                  {t("trainingCoach:week.empty")}
                </Text>
              )}
              {workouts.map((workout) => (
                <div key={workout.id}>
                  <Title order={4} size="sm" mt="xs">
                    {[workout.title || t("training:text.day", { position: workout.position }), workout.focus]
                      .filter(Boolean)
                      .join(" · ")}
                  </Title>
                  <Exercises exercises={workout.exercises} nameOf={nameOf} />
                </div>
              ))}
            </div>
          ))}
        </section>
      ))}
    </div>
  );
}

function Exercises({ exercises, nameOf }: { exercises: TemplateExercise[]; nameOf: (id: string) => string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const weights = useWeightFormat();
  return (
    <div style={{ overflowX: "auto" }}>
      <table className={classes.paper}>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {t(`trainingCoach:column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {exercises.map((one, index) => (
            <tr key={one.id}>
              <td>
                {index > 0 && exercises[index - 1]?.block === one.block && "+ "}
                {nameOf(one.exercise_id)}
              </td>
              <td>{one.sets}</td>
              <td>{amount(one, t, format)}</td>
              <td>{load(one, weights, t, format)}</td>
              <td data-name={`${t("trainingCoach:column.rest").toLowerCase()} `}>
                {one.rest_seconds !== null && duration(one.rest_seconds, t, format)}
              </td>
              <td>
                {[
                  one.tempo && t("training:target.tempo", { tempo: one.tempo }),
                  one.notes,
                  ...one.progression.map((rule) => describeRule(rule, weights, t, format)),
                ]
                  .filter(Boolean)
                  .join(", ")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
