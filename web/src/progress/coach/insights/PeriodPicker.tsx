import { Button, Group, SegmentedControl, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Day } from "../../../foundation/calendar";
import { lastDays, type Period, PRESETS, periodProblem } from "./period";

interface PeriodPickerProps {
  period: Period;
  today: Day;
  onChange: (period: Period) => void;
}

export function PeriodPicker({ period, today, onChange }: PeriodPickerProps) {
  const { t } = useTranslation();
  const [choosing, setChoosing] = useState(period.preset === null);
  return (
    <Group gap="sm" align="end">
      <SegmentedControl
        aria-label={t("progressCoach:period.label")}
        value={choosing ? "custom" : String(period.preset)}
        data={[
          ...PRESETS.map((days) => ({
            value: String(days),
            label: t("progressCoach:period.days", { count: days }),
          })),
          { value: "custom", label: t("progressCoach:period.custom") },
        ]}
        onChange={(value) => {
          const preset = PRESETS.find((days) => String(days) === value);
          setChoosing(!preset);
          if (preset) onChange(lastDays(preset, today));
        }}
      />
      {choosing && (
        <CustomPeriod key={`${period.from}${period.to}`} period={period} today={today} onChange={onChange} />
      )}
    </Group>
  );
}

function CustomPeriod({ period, today, onChange }: PeriodPickerProps) {
  const { t } = useTranslation();
  const [from, setFrom] = useState(period.from);
  const [to, setTo] = useState(period.to);
  const problem = periodProblem(from, to, today);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!problem) onChange({ from, to, preset: null });
      }}
    >
      <Group gap="xs" align="end">
        <TextInput
          type="date"
          label={t("progressCoach:period.from")}
          value={from}
          max={today}
          error={problem !== null}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t("progressCoach:period.to")}
          value={to}
          max={today}
          error={problem !== null}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button type="submit" variant="light" disabled={problem !== null}>
          {t("progressCoach:period.apply")}
        </Button>
      </Group>
      <Text size="xs" c="var(--mantine-color-error)" role="status" mt={problem ? 4 : 0}>
        {problem && t(`progressCoach:period.${problem}`)}
      </Text>
    </form>
  );
}
