import { Checkbox, Group, NativeSelect, SimpleGrid, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LANGUAGE_NAMES, LANGUAGES } from "../../foundation/i18n/language";
import type { Me, Preferences } from "../api";
import { useSavePreferences } from "../preferences";
import { useChangeWeightUnit } from "../queries";
import { Saved } from "./Saved";

const FIRST_DAYS = { 1: "monday", 6: "saturday", 7: "sunday" } as const;

/** Units, the first day of a week and languages. */
export function PreferencesForm({ me, preferences }: { me: Me; preferences: Preferences }) {
  const { t } = useTranslation();
  const [values, setValues] = useState(preferences);
  const save = useSavePreferences();
  const weights = useChangeWeightUnit();
  const change = (changed: Partial<typeof values>) => {
    setValues({ ...values, ...changed });
    save.reset();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ ...values, version: preferences.version });
      }}
    >
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <NativeSelect
            label={t("account:menu.weights")}
            data={[
              ...(me.client && !me.client.weight_unit ? [{ value: "", label: "–" }] : []),
              { value: "kg", label: t("account:menu.unit.kg") },
              { value: "lb", label: t("account:menu.unit.lb") },
            ]}
            value={(me.client ? me.client.weight_unit : (me.weight_unit ?? "kg")) ?? ""}
            disabled={weights.isPending}
            onChange={(event) => {
              const unit = event.currentTarget.value;
              if (unit === "kg" || unit === "lb") weights.mutate({ me, unit });
            }}
          />
          <NativeSelect
            label={t("accountPage:preferences.lengths")}
            data={[
              { value: "cm", label: t("accountPage:preferences.cm") },
              { value: "in", label: t("accountPage:preferences.in") },
            ]}
            value={values.length_unit}
            onChange={(event) =>
              change({ length_unit: event.currentTarget.value as Preferences["length_unit"] })
            }
          />
          <NativeSelect
            label={t("accountPage:preferences.firstDay")}
            data={Object.entries(FIRST_DAYS).map(([value, day]) => ({
              value,
              label: t(`accountPage:preferences.day.${day}`),
            }))}
            value={String(values.first_day_of_week)}
            onChange={(event) => change({ first_day_of_week: Number(event.currentTarget.value) })}
          />
        </SimpleGrid>
        <Checkbox.Group
          label={t("accountPage:preferences.languages")}
          value={values.languages}
          onChange={(languages) => change({ languages: LANGUAGES.filter((one) => languages.includes(one)) })}
        >
          <Group mt={4} gap="md">
            {LANGUAGES.map((value) => (
              <Checkbox key={value} value={value} label={LANGUAGE_NAMES[value]} />
            ))}
          </Group>
        </Checkbox.Group>
        <Saved mutation={save.error ? save : weights.error ? weights : save} submit={t("app:save")} />
      </Stack>
    </form>
  );
}
