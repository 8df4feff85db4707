import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { parseNumber } from "../numberInput";

const TYPES = ["strength", "cardio", "hiit", "mobility"] as const;
const FOCUS = ["upper", "lower", "full", "core"] as const;

export function QuickWorkout({ submit }: { submit: (text: string) => Promise<void> }) {
  const { t } = useTranslation();
  const [type, setType] = useState<(typeof TYPES)[number]>("strength");
  const [focus, setFocus] = useState<(typeof FOCUS)[number] | "">("");
  const [minutes, setMinutes] = useState("");

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const duration = parseNumber(minutes);
    const words = [t(`progress:quick.text.workout.${type}`)];
    if (focus) words.push(t(`progress:quick.text.focus.${focus}`));
    if (duration !== null && duration > 0) words.push(t("progress:quick.text.minutes", { value: duration }));
    void submit(words.join(" "));
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
        <Button type="submit">{t("progress:quick.submit")}</Button>
      </Group>
    </form>
  );
}
