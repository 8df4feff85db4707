import { ActionIcon, NativeSelect, TextInput, UnstyledButton } from "@mantine/core";
import { type CSSProperties, type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WeightFormat } from "../../../account/weightUnit";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { IconCheck } from "../../../foundation/icons";
import type { SetValues } from "./document";
import { describeSet, type Field, read, typedAs } from "./fields";
import classes from "./session.module.css";
import { type SetRow, valuesOf } from "./setRows";

const RPES = [6, 6.5, 7, 7.5, 8, 8.5, 9, 9.5, 10];

interface SetLineProps {
  row: SetRow;
  fields: readonly Field[];
  weights: WeightFormat;
  /** Logs the set, or changes it if it is done. */
  onLog: (values: SetValues) => void;
  onUndo: () => void;
}

/** One set: what was lifted the last time, fields with what is offered, and one tap to log it. */
export function SetLine({ row, fields, weights, onLog, onUndo }: SetLineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [typed, setTyped] = useState<Partial<Record<Field, string>>>({});
  const [rpe, setRpe] = useState<number | null>(null);
  const [wrong, setWrong] = useState<Field[]>([]);
  const { unit } = weights;
  const { done, offered, last, number, isWarmup, side } = row;
  const words = t(isWarmup ? "trainingClient:set.warmUp" : "trainingClient:set.number", { number });
  const name = side ? `${words}, ${t(`trainingClient:side.${side}`)}` : words;

  const log = (changes: Partial<SetValues> = {}) => {
    const values = { ...valuesOf(offered), rpe: done ? done.rpe : rpe, ...changes };
    const bad: Field[] = [];
    for (const field of fields) {
      const text = typed[field];
      const value = text === undefined ? values[field] : read(field, text, unit);
      if (value === undefined) bad.push(field);
      else values[field] = value;
    }
    const counted = fields.filter((field) => field !== "kg");
    if (bad.length === 0 && counted.every((field) => values[field] === null)) bad.push(...counted);
    setWrong(bad);
    if (bad.length > 0) return;
    setTyped({});
    onLog(values);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    log();
  };
  const past = last && describeSet(last, weights, t, format);
  const repeat = () => {
    if (!last) return;
    setTyped(Object.fromEntries(fields.map((field) => [field, typedAs(field, last[field], unit, format)])));
  };

  return (
    <li>
      <form
        className={classes.set}
        style={{ "--fields": fields.length } as CSSProperties}
        data-wide={fields.length > 2 || undefined}
        data-done={done !== null || undefined}
        onSubmit={onSubmit}
        noValidate
      >
        <span className={classes.number}>
          <span className={classes.count}>
            {isWarmup ? t("trainingClient:set.warmUpShort") : number}
            {side && ` ${t(`trainingClient:sideShort.${side}`)}`}
          </span>
          {past && (
            <UnstyledButton
              className={classes.last}
              aria-label={t("trainingClient:set.repeatLast", { set: past })}
              disabled={done !== null}
              onClick={repeat}
            >
              {past}
            </UnstyledButton>
          )}
        </span>
        {fields.map((field) => (
          <TextInput
            key={field}
            aria-label={t("trainingClient:set.field", {
              set: name,
              field: t(`trainingClient:field.${field}`),
            })}
            inputMode={
              field === "kg" || field === "meters" ? "decimal" : field === "reps" ? "numeric" : "text"
            }
            autoComplete="off"
            enterKeyHint="done"
            error={wrong.includes(field)}
            value={typed[field] ?? typedAs(field, offered[field], unit, format)}
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => setTyped({ ...typed, [field]: event.currentTarget.value })}
            onBlur={() => done && typed[field] !== undefined && log()}
          />
        ))}
        <NativeSelect
          aria-label={t("trainingClient:set.field", { set: name, field: t("trainingClient:field.rpe") })}
          value={String((done ? done.rpe : rpe) ?? "")}
          rightSectionWidth={0}
          rightSection={<span />}
          onChange={(event) => {
            const chosen = event.currentTarget.value === "" ? null : Number(event.currentTarget.value);
            setRpe(chosen);
            if (done) log({ rpe: chosen });
          }}
          data={[
            { value: "", label: "–" },
            ...RPES.map((one) => ({ value: String(one), label: format.number(one) })),
          ]}
        />
        <ActionIcon
          type={done ? "button" : "submit"}
          size={44}
          variant={done ? "filled" : "default"}
          aria-label={t(done ? "trainingClient:set.undo" : "trainingClient:set.log", { set: name })}
          aria-pressed={done !== null}
          onClick={done ? onUndo : undefined}
        >
          <IconCheck size={22} aria-hidden />
        </ActionIcon>
      </form>
    </li>
  );
}
