import {
  Alert,
  Button,
  Group,
  NativeSelect,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { isEmail, isNotEmpty, useForm } from "@mantine/form";
import { useId, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Client } from "../../account/api";
import { ConflictNote } from "../../foundation/ConflictNote";
import { browserTimeZone, timeZones } from "../../foundation/calendar";
import { conflictIn } from "../../foundation/conflict";
import { describeError } from "../../foundation/describeError";
import { LANGUAGE_NAMES, LANGUAGES } from "../../foundation/i18n/language";
import { useLanguage } from "../../foundation/i18n/useLanguage";
import { useUnsaved } from "../../foundation/unsaved";
import { useSaveClient } from "../queries";

interface ClientFormProps {
  /** Absent: a new client. */
  client?: Client;
  /** What a new client begins with; absent: as this device. */
  defaults?: Pick<Client, "timezone" | "locale"> | undefined;
  onSaved: (clientId: string, name: string) => void;
  onCancel: () => void;
}

export function ClientForm({ client, defaults, onSaved, onCancel }: ClientFormProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const localeId = useId();
  const save = useSaveClient(client?.id);
  const form = useForm({
    initialValues: {
      name: client?.name ?? "",
      email: client?.email ?? "",
      timezone: client?.timezone ?? defaults?.timezone ?? browserTimeZone(),
      locale: client?.locale ?? defaults?.locale ?? language,
      weight_unit: (client?.weight_unit ?? "") as NonNullable<Client["weight_unit"]> | "",
    },
    validate: {
      name: isNotEmpty(t("peopleCoach:client.nameMissing")),
      email: (value) => (value.trim() ? isEmail(t("peopleCoach:client.emailInvalid"))(value.trim()) : null),
    },
  });
  const zones = useMemo(() => timeZones(client?.timezone ?? browserTimeZone()), [client]);

  useUnsaved(form.isDirty());
  const saveAs = (values: typeof form.values, version: number) =>
    save.mutate(
      {
        ...values,
        name: values.name.trim(),
        email: values.email.trim() || null,
        weight_unit: values.weight_unit || null,
        version,
      },
      { onSuccess: (clientId) => onSaved(clientId, values.name.trim()) },
    );
  const submit = form.onSubmit((values) => saveAs(values, client?.version ?? 1));
  const conflict = conflictIn(save.error);
  const fieldNames = {
    name: t("peopleCoach:client.name"),
    email: t("peopleCoach:client.email"),
    timezone: t("peopleCoach:client.timeZone"),
    locale: t("peopleCoach:client.locale"),
    weight_unit: t("peopleCoach:client.weightUnit"),
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {conflict ? (
          <ConflictNote
            conflict={conflict}
            values={Object.entries(conflict.now).map(([field, now]) => ({
              name: fieldNames[field as keyof typeof fieldNames],
              now: String(now ?? "–"),
              yours: String(conflict.yours[field] ?? "–"),
            }))}
            isSaving={save.isPending}
            onKeepNow={onCancel}
            onSaveYours={() => saveAs(form.values, conflict.version)}
          />
        ) : (
          save.error && (
            <Alert color="red" role="alert" title={t("peopleCoach:client.failed")}>
              {describeError(save.error, t)}
            </Alert>
          )
        )}
        <TextInput
          label={t("peopleCoach:client.name")}
          maxLength={200}
          autoComplete="off"
          required
          data-autofocus
          {...form.getInputProps("name")}
        />
        <TextInput
          label={t("peopleCoach:client.email")}
          type="email"
          inputMode="email"
          autoComplete="off"
          maxLength={320}
          {...form.getInputProps("email")}
        />
        <Select
          label={t("peopleCoach:client.timeZone")}
          description={t("peopleCoach:client.timeZoneHint")}
          data={zones}
          searchable
          limit={60}
          comboboxProps={{ withinPortal: false }}
          withScrollArea={false}
          styles={{ options: { maxHeight: 220, overflowY: "auto" } }}
          allowDeselect={false}
          nothingFoundMessage={t("peopleCoach:client.timeZoneNone")}
          {...form.getInputProps("timezone")}
        />
        <div>
          <Text size="sm" fw={500} id={localeId} mb={4}>
            {t("peopleCoach:client.locale")}
          </Text>
          <SegmentedControl
            fullWidth
            aria-labelledby={localeId}
            data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
            {...form.getInputProps("locale")}
          />
        </div>
        <NativeSelect
          label={t("peopleCoach:client.weightUnit")}
          data={[
            { value: "", label: t("peopleCoach:client.weightUnitAsWritten") },
            { value: "kg", label: t("peopleCoach:client.kg") },
            { value: "lb", label: t("peopleCoach:client.lb") },
          ]}
          {...form.getInputProps("weight_unit")}
        />
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t("app:cancel")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {client ? t("app:save") : t("peopleCoach:client.add")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
