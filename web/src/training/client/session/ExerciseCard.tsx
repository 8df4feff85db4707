import {
  ActionIcon,
  Anchor,
  Badge,
  Button,
  Group,
  Menu,
  Paper,
  Stack,
  Text,
  Textarea,
  Title,
} from "@mantine/core";
import { type CSSProperties, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WeightFormat } from "../../../account/weightUnit";
import { useFormat, useLanguage } from "../../../foundation/i18n/useLanguage";
import { IconPlus } from "../../../foundation/icons";
import { nameIn } from "../../exercises";
import { describeTarget } from "../../target";
import { IconDots } from "../icons";
import { isRecord } from "../progress/e1rm";
import type { SessionExercise, SetValues } from "./document";
import { fieldsOf } from "./fields";
import { SetLine } from "./SetLine";
import classes from "./session.module.css";
import { type SetRow, setRows } from "./setRows";

interface ExerciseCardProps {
  exercise: SessionExercise;
  /** A1, A2 in a superset. */
  mark: string | null;
  weights: WeightFormat;
  onLog: (row: SetRow, values: SetValues) => void;
  onUndo: (row: SetRow) => void;
  onSwap: () => void;
  onNote: (notes: string) => void;
  /** Absent where no plates are used. */
  onPlates: ((kg: number | null) => void) | undefined;
}

/** One exercise of a session with its sets. */
export function ExerciseCard({
  exercise,
  mark,
  weights,
  onLog,
  onUndo,
  onSwap,
  onNote,
  onPlates,
}: ExerciseCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = useLanguage();
  const { target_kg, cues, notes, client_notes, video_url, last, done, unilateral } = exercise;
  const [extra, setExtra] = useState({ work: 0, warmup: 0 });
  const [bySide, setBySide] = useState(() => [...done, ...last].some(({ side }) => side !== null));
  const [written, setWritten] = useState<string | undefined>(client_notes || undefined);
  const name = nameIn(language, exercise);
  const rows = setRows(exercise, { ...extra, bySide });
  const fields = fieldsOf(exercise);
  const add = (more: keyof typeof extra) => setExtra({ ...extra, [more]: extra[more] + 1 });
  const unitWord = (field: (typeof fields)[number]) =>
    field === "kg" ? t(`trainingClient:unit.${weights.unit}`) : t(`trainingClient:short.${field}`);

  return (
    <Paper component="section" withBorder p="xs" aria-label={name}>
      <Group justify="space-between" wrap="nowrap" align="start" gap="xs">
        <Stack gap={0} miw={0}>
          <Title order={mark ? 3 : 2} size="h5">
            {mark && `${mark} `}
            {name} {isRecord(exercise) && <Badge>{t("trainingClient:record")}</Badge>}
          </Title>
          <Text size="sm" c="dimmed">
            {[describeTarget(exercise, weights, t, format), unilateral && t("trainingClient:eachSide")]
              .filter(Boolean)
              .join(" · ")}
          </Text>
          {exercise.last_on && (
            <Text size="xs" c="dimmed">
              {t("trainingClient:lastOn", { day: format.shortDay(exercise.last_on) })}
            </Text>
          )}
        </Stack>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon size={44} variant="subtle" aria-label={t("trainingClient:more", { name })}>
              <IconDots size={20} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item h={44} onClick={() => add("warmup")}>
              {t("trainingClient:addWarmUp")}
            </Menu.Item>
            <Menu.Item h={44} onClick={() => setWritten(written ?? "")}>
              {t("trainingClient:note.add")}
            </Menu.Item>
            {unilateral && (
              <Menu.Item h={44} onClick={() => setBySide(!bySide)}>
                {t(bySide ? "trainingClient:side.together" : "trainingClient:side.apart")}
              </Menu.Item>
            )}
            {/* What is done stays what it was: another exercise is added instead. */}
            <Menu.Item h={44} disabled={done.length > 0} onClick={onSwap}>
              {t("trainingClient:swap")}
            </Menu.Item>
            {onPlates && (
              <Menu.Item
                h={44}
                onClick={() => onPlates(rows.find((row) => !row.done)?.offered.kg ?? target_kg)}
              >
                {t("trainingClient:plates.title")}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </Group>
      {(notes || cues || video_url) && (
        <Text size="sm" my={4} style={{ overflowWrap: "anywhere", whiteSpace: "pre-line" }}>
          {[notes, cues].filter(Boolean).join("\n")}{" "}
          {video_url && (
            <Anchor href={video_url} target="_blank" rel="noreferrer" inherit underline="always">
              {t("trainingClient:video")}
            </Anchor>
          )}
        </Text>
      )}
      <div
        className={classes.head}
        style={{ "--fields": fields.length } as CSSProperties}
        data-wide={fields.length > 2 || undefined}
        aria-hidden
      >
        <span>{last.length > 0 && fields.length <= 2 && t("trainingClient:short.last")}</span>
        {fields.map((field) => (
          <span key={field}>{unitWord(field)}</span>
        ))}
        <span>{t("trainingClient:field.rpe")}</span>
        <span />
      </div>
      <ol className={classes.sets}>
        {rows.map((row) => (
          <SetLine
            key={`${exercise.exercise_id} ${row.key}`}
            row={row}
            fields={fields}
            weights={weights}
            onLog={(values) => onLog(row, values)}
            onUndo={() => onUndo(row)}
          />
        ))}
      </ol>
      {written !== undefined && (
        <Textarea
          label={t("trainingClient:note.label")}
          autosize
          autoFocus={!client_notes}
          maxLength={1000}
          value={written}
          onChange={(event) => setWritten(event.currentTarget.value)}
          onBlur={() => written.trim() !== client_notes && onNote(written.trim())}
        />
      )}
      <Button
        variant="subtle"
        size="sm"
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => add("work")}
      >
        {t("trainingClient:addSet")}
      </Button>
    </Paper>
  );
}
