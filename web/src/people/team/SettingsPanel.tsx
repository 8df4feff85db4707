import { Alert, Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { timeZones } from "../../foundation/calendar";
import { describeError } from "../../foundation/describeError";
import { LANGUAGE_NAMES, LANGUAGES, type Language } from "../../foundation/i18n/language";
import { Panel } from "../../foundation/Panel";
import type { Team } from "./api";
import { useSaveTeam } from "./queries";

/** The name and the colour of a team, and with what its coaches begin a new client. */
export function SettingsPanel({ team }: { team: Team }) {
  const { t } = useTranslation();
  const [values, setValues] = useState({ name: team.name, ...team.settings });
  const zones = useMemo(() => timeZones(team.settings.timezone), [team.settings.timezone]);
  const save = useSaveTeam(team);
  const change = (changed: Partial<typeof values>) => {
    setValues({ ...values, ...changed });
    save.reset();
  };
  return (
    <Panel title={t("peopleTeam:settings.title")}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ ...values, name: values.name.trim(), version: team.settings.version });
        }}
      >
        <Stack gap="sm">
          {save.error && (
            <Alert color="red" role="alert">
              {describeError(save.error, t)}
            </Alert>
          )}
          <TextInput
            label={t("peopleTeam:name")}
            maxLength={100}
            value={values.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TextInput
            label={t("peopleTeam:settings.colour")}
            description={t("peopleTeam:settings.colourHint")}
            type="color"
            value={values.colour}
            onChange={(event) => change({ colour: event.currentTarget.value.toLowerCase() })}
          />
          <NativeSelect
            label={t("peopleTeam:settings.timezone")}
            data={zones}
            value={values.timezone}
            onChange={(event) => change({ timezone: event.currentTarget.value })}
          />
          <NativeSelect
            label={t("peopleTeam:settings.locale")}
            data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
            value={values.locale}
            onChange={(event) => change({ locale: event.currentTarget.value as Language })}
          />
          <Group gap="sm">
            <Button type="submit" loading={save.isPending} disabled={!values.name.trim()}>
              {t("app:save")}
            </Button>
            <Text size="sm" role="status">
              {save.isSuccess && t("peopleTeam:settings.saved")}
            </Text>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
