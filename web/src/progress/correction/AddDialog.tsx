import { Alert, Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWeightFormat } from "../../account/weightUnit";
import { Dialog } from "../../foundation/Dialog";
import { describeError } from "../../foundation/describeError";
import { useUnsaved } from "../../foundation/unsaved";
import type { Log } from "../api";
import { EVENT_TYPES, type EventType, type ProgressEvent } from "../events";
import { LogPictures } from "../feed/LogPictures";
import { useAddEvent, useLimits } from "../queries";
import { dataFrom, type FieldProblem, newEvent, problemsIn, sameValues, valuesOf } from "./corrections";
import { EventFields } from "./EventFields";
import { likelyValues } from "./likelyValues";

interface AddDialogProps {
  log: Log;
  onAdded?: (event: ProgressEvent) => void;
  onClose: () => void;
}

/** Adds a value that an entry says and reading has missed. The day is the entry's. */
export default function AddDialog({ log, onAdded, onClose }: AddDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("progress:review.add")} onClose={onClose}>
      {(close) => (
        <AddForm
          log={log}
          onAdded={(event) => {
            close();
            onAdded?.(event);
          }}
          onCancel={close}
        />
      )}
    </Dialog>
  );
}

interface AddFormProps {
  log: Log;
  onAdded: (event: ProgressEvent) => void;
  onCancel: () => void;
}

function AddForm({ log, onAdded, onCancel }: AddFormProps) {
  const { t } = useTranslation();
  const { mutate, isPending, error, reset } = useAddEvent(log);
  const { unit } = useWeightFormat();
  const [initial] = useState(() => likelyValues(log, unit));
  const [type, setType] = useState(initial.type);
  const [values, setValues] = useState(initial.values);
  const [day, setDay] = useState(log.local_date_for_client);
  const limits = useLimits().data;
  const [problems, setProblems] = useState<Record<string, FieldProblem>>({});
  useUnsaved(!sameValues(values, type === initial.type ? initial.values : valuesOf(newEvent(type, unit))));

  const onSubmit = (submitted: FormEvent) => {
    submitted.preventDefault();
    const found = problemsIn(type, values, limits);
    setProblems(found);
    if (Object.keys(found).length > 0 || !day) return;
    mutate({ type, data: dataFrom(newEvent(type), values), day }, { onSuccess: onAdded });
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        {log.raw_text && (
          <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
            {log.raw_text}
          </Text>
        )}
        <LogPictures paths={log.media_urls} />
        <NativeSelect
          label={t("progress:correction.type")}
          data-autofocus
          value={type}
          data={EVENT_TYPES.map((value) => ({ value, label: t(`progress:type.${value}`) }))}
          onChange={(event) => {
            const chosen = event.currentTarget.value as EventType;
            setType(chosen);
            setValues(valuesOf(newEvent(chosen, unit)));
            setProblems({});
            reset();
          }}
        />
        <EventFields
          type={type}
          values={values}
          problems={problems}
          onChange={(field, value) => setValues((before) => ({ ...before, [field]: value }))}
        />
        <TextInput
          type="date"
          label={t("progress:correction.day")}
          value={day}
          error={!day && t("progress:correction.required")}
          onChange={(changed) => setDay(changed.currentTarget.value)}
        />
        {error && (
          <Alert color="red" role="alert">
            {describeError(error, t)}
          </Alert>
        )}
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t("app:cancel")}
          </Button>
          <Button type="submit" loading={isPending}>
            {t("progress:review.addIt")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
