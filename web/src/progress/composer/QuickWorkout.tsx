import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { parseNumber } from "../../foundation/numberInput";
import { DayChoice, onDay } from "./DayChoice";
import type { QuickFormProps } from "./QuickForm";

const TYPES = ["strength", "cardio", "hiit", "mobility"] as const;
const FOCUS = ["upper", "lower", "full", "core"] as const;

export function QuickWorkout({ words, today, submit }: Omit<QuickFormProps, "clientId" | "kind">) {
  const { t } = useTranslation();
  const [type, setType] = useState<(typeof TYPES)[number]>("strength");
  const [focus, setFocus] = useState<(typeof FOCUS)[number] | "">("");
  const [minutes, setMinutes] = useState("");
  const [daysAgo, setDaysAgo] = useState(0);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const duration = parseNumber(minutes);
    const said = [words.t(`progress:quick.text.workout.${type}`)];
    if (focus) said.push(words.t(`progress:quick.text.focus.${focus}`));
    if (duration !== null && duration > 0)
      said.push(words.t("progress:quick.text.minutes", { value: words.format.typed(duration) }));
    void submit(onDay(said.join(" "), daysAgo, words, today));
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Group align="end" gap="xs">
        <NativeSelect
          label={t("progress:quick.typeField")}
          value={type}
          onChange={(event) => setType(event.currentTarget.value as typeof type)}
          data={TYPES.map((value) => ({ value, label: t(`progress:event.workoutType.${value}`) }))}
        />
        <NativeSelect
          label={t("progress:quick.focusField")}
          value={focus}
          onChange={(event) => setFocus(event.currentTarget.value as typeof focus)}
          data={[
            { value: "", label: "—" },
            ...FOCUS.map((value) => ({ value, label: t(`progress:event.focus.${value}`) })),
          ]}
        />
        <TextInput
          label={t("progress:quick.minutesField")}
          inputMode="numeric"
          autoComplete="off"
          w={90}
          value={minutes}
          onChange={(event) => setMinutes(event.currentTarget.value)}
        />
        <DayChoice today={today} value={daysAgo} onChange={setDaysAgo} />
        <Button type="submit">{t("progress:quick.submit")}</Button>
      </Group>
    </form>
  );
}
