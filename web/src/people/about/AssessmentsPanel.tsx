import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePreferences } from "../../account/preferences";
import { browserTimeZone, dayIn } from "../../foundation/calendar";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../foundation/Panel";
import { Failure } from "./Failure";
import { measureIn, measureInCm } from "./length";
import { useAddAssessment, useAssessments, useRemoveAssessment } from "./queries";

/** What was tested and came out, the newest first. */
export default function AssessmentsPanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const assessments = useAssessments(clientId);
  const remove = useRemoveAssessment(clientId);
  const lengths = usePreferences().data?.length_unit ?? "cm";
  return (
    <QueryPanel title={t("peopleAbout:tests.title")} query={assessments} height={120}>
      {(all) => (
        <Stack gap="sm">
          <Failure error={remove.error} />
          {all.length === 0 && (
            <Text size="sm" c="dimmed">
              {t("peopleAbout:tests.empty")}
            </Text>
          )}
          <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
            {all
              .map((one) => measureIn(one, lengths))
              .map(({ id, kind, value, unit, assessed_on }) => (
                <Group component="li" key={id} justify="space-between" gap="xs" wrap="nowrap">
                  <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                    {kind}: <b>{[format.number(value, 2), unit].filter(Boolean).join(" ")}</b>
                    <Text span c="dimmed">
                      , {format.date(assessed_on)}
                    </Text>
                  </Text>
                  <Button
                    size="xs"
                    variant="default"
                    style={{ flexShrink: 0 }}
                    aria-label={t("peopleAbout:tests.removeName", { kind })}
                    onClick={() => remove.mutate(id)}
                  >
                    {t("peopleAbout:remove")}
                  </Button>
                </Group>
              ))}
          </Stack>
          <AssessmentForm clientId={clientId} />
        </Stack>
      )}
    </QueryPanel>
  );
}

function AssessmentForm({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const empty = { kind: "", value: "", unit: "", day: dayIn(browserTimeZone()) };
  const [typed, setTyped] = useState(empty);
  const add = useAddAssessment(clientId);
  const value = Number(typed.value.trim().replace(",", "."));
  const isComplete = typed.kind.trim() !== "" && typed.value.trim() !== "" && Number.isFinite(value);
  const change = (changed: Partial<typeof typed>) => {
    setTyped({ ...typed, ...changed });
    add.reset();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isComplete) return;
        add.mutate(
          measureInCm({ kind: typed.kind.trim(), value, unit: typed.unit.trim(), assessed_on: typed.day }),
          { onSuccess: () => setTyped(empty) },
        );
      }}
    >
      <Stack gap="xs">
        <Failure error={add.error} />
        <Group gap="xs" align="end">
          <TextInput
            label={t("peopleAbout:tests.kind")}
            placeholder={t("peopleAbout:tests.example")}
            maxLength={80}
            flex="1 1 10rem"
            value={typed.kind}
            onChange={(event) => change({ kind: event.currentTarget.value })}
          />
          <TextInput
            label={t("peopleAbout:tests.value")}
            inputMode="decimal"
            w={96}
            value={typed.value}
            onChange={(event) => change({ value: event.currentTarget.value })}
          />
          <TextInput
            label={t("peopleAbout:tests.unit")}
            maxLength={40}
            w={96}
            value={typed.unit}
            onChange={(event) => change({ unit: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={t("peopleAbout:tests.day")}
            value={typed.day}
            onChange={(event) => change({ day: event.currentTarget.value })}
          />
          <Button type="submit" variant="default" loading={add.isPending} disabled={!isComplete}>
            {t("peopleAbout:add")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
