import { Button, Group, NativeSelect, SimpleGrid, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePreferences } from "../../account/preferences";
import { ConflictNote } from "../../foundation/ConflictNote";
import { conflictIn } from "../../foundation/conflict";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../foundation/Panel";
import type { Profile, ProfileValues } from "./api";
import { Failure } from "./Failure";
import { inCm, inUnit } from "./length";
import { useProfile, useSaveProfile } from "./queries";

const LEVELS = ["sedentary", "light", "moderate", "active", "very_active"] as const;
const EMPTY: ProfileValues = {
  birth_date: null,
  sex: null,
  height_cm: null,
  activity_level: null,
  occupation: "",
  dietary_preferences: "",
  notes: "",
};

/** Who a client is. Every field may stay empty. */
export default function ProfilePanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const profile = useProfile(clientId);
  const preferences = usePreferences();
  const ready = { ...profile, data: preferences.isPending ? undefined : profile.data };
  return (
    <QueryPanel title={t("peopleAbout:profile.title")} query={ready} height={360}>
      {(data) => (
        <ProfileForm clientId={clientId} profile={data} unit={preferences.data?.length_unit ?? "cm"} />
      )}
    </QueryPanel>
  );
}

interface ProfileFormProps {
  clientId: string;
  profile: Profile | null;
  unit: "cm" | "in";
}

function ProfileForm({ clientId, profile, unit }: ProfileFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { version, ...seen } = profile ?? { version: undefined, ...EMPTY };
  const [values, setValues] = useState<ProfileValues>(seen);
  const [height, setHeight] = useState(
    seen.height_cm === null ? "" : format.typed(inUnit(seen.height_cm, unit)),
  );
  const save = useSaveProfile(clientId);
  const conflict = conflictIn(save.error);
  const change = (changed: Partial<ProfileValues>) => {
    setValues({ ...values, ...changed });
    save.reset();
  };
  const shown = (field: string, value: unknown) =>
    field === "height_cm" && typeof value === "number"
      ? format.typed(inUnit(value, unit))
      : String(value ?? "–");
  const typed = height.trim() ? Number(height.trim().replace(",", ".")) : null;
  const isNumber = typed === null || Number.isFinite(typed);
  const submit = (now: number | undefined) =>
    save.mutate({ ...values, height_cm: typed === null ? null : inCm(typed, unit), version: now });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isNumber) submit(version);
      }}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t("peopleAbout:skippable")}
        </Text>
        {conflict ? (
          <ConflictNote
            conflict={conflict}
            values={Object.entries(conflict.now)
              .filter(([field]) => field in EMPTY)
              .map(([field, now]) => ({
                name:
                  field === "height_cm"
                    ? t(`peopleAbout:height.${unit}`)
                    : t(`peopleAbout:profile.${field as Exclude<keyof ProfileValues, "height_cm">}`),
                now: shown(field, now),
                yours: shown(field, conflict.yours[field]),
              }))}
            isSaving={save.isPending}
            onKeepNow={() => {
              const known = Object.entries(conflict.now).filter(([field]) => field in EMPTY);
              const now = { ...values, ...Object.fromEntries(known) } as ProfileValues;
              setValues(now);
              setHeight(now.height_cm === null ? "" : format.typed(inUnit(now.height_cm, unit)));
              save.reset();
            }}
            onSaveYours={() => submit(conflict.version)}
          />
        ) : (
          <Failure error={save.error} />
        )}
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput
            type="date"
            label={t("peopleAbout:profile.birth_date")}
            min="1900-01-01"
            value={values.birth_date ?? ""}
            onChange={(event) => change({ birth_date: event.currentTarget.value || null })}
          />
          <NativeSelect
            label={t("peopleAbout:profile.sex")}
            data={[
              { value: "", label: "–" },
              { value: "female", label: t("peopleAbout:sex.female") },
              { value: "male", label: t("peopleAbout:sex.male") },
            ]}
            value={values.sex ?? ""}
            onChange={(event) => change({ sex: (event.currentTarget.value || null) as ProfileValues["sex"] })}
          />
          <TextInput
            label={t(`peopleAbout:height.${unit}`)}
            inputMode="decimal"
            value={height}
            error={isNumber ? undefined : t("peopleAbout:height.invalid")}
            onChange={(event) => {
              setHeight(event.currentTarget.value);
              save.reset();
            }}
          />
          <NativeSelect
            label={t("peopleAbout:profile.activity_level")}
            data={[
              { value: "", label: "–" },
              ...LEVELS.map((value) => ({ value, label: t(`peopleAbout:activity.${value}`) })),
            ]}
            value={values.activity_level ?? ""}
            onChange={(event) =>
              change({
                activity_level: (event.currentTarget.value || null) as ProfileValues["activity_level"],
              })
            }
          />
        </SimpleGrid>
        <TextInput
          label={t("peopleAbout:profile.occupation")}
          maxLength={200}
          value={values.occupation}
          onChange={(event) => change({ occupation: event.currentTarget.value })}
        />
        <Textarea
          label={t("peopleAbout:profile.dietary_preferences")}
          maxLength={2000}
          autosize
          value={values.dietary_preferences}
          onChange={(event) => change({ dietary_preferences: event.currentTarget.value })}
        />
        <Textarea
          label={t("peopleAbout:profile.notes")}
          description={t("peopleAbout:profile.notesHint")}
          maxLength={4000}
          autosize
          value={values.notes}
          onChange={(event) => change({ notes: event.currentTarget.value })}
        />
        <Group gap="sm">
          <Button type="submit" loading={save.isPending} disabled={!isNumber}>
            {t("app:save")}
          </Button>
          <Text size="sm" role="status">
            {save.isSuccess && t("peopleAbout:saved")}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}
