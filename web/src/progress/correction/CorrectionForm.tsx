import { Alert, Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ConflictNote } from "../../foundation/ConflictNote";
import { type Conflict, conflictIn } from "../../foundation/conflict";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { useUnsaved } from "../../foundation/unsaved";
import { describeEventOn } from "../describeEvent";
import type { ProgressEvent } from "../events";
import { useDecide, useLimits } from "../queries";
import { dataFrom, type FieldProblem, problemsIn, sameValues, valuesOf } from "./corrections";
import { EventFields } from "./EventFields";
import { EventHistory } from "./EventHistory";

interface CorrectionFormProps {
  event: ProgressEvent;
  onDone: () => void;
  onCorrected?: (event: ProgressEvent) => void;
  /** Set for a form that is shown after the dialog has opened, because a dialog moves the focus only once. */
  takeFocus?: boolean;
}

export function CorrectionForm({ event, onDone, onCorrected, takeFocus = false }: CorrectionFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { mutate, isPending, error } = useDecide(event.client_id);
  const [values, setValues] = useState(() => valuesOf(event));
  const [day, setDay] = useState(event.date_for_metric);
  const limits = useLimits().data;
  const [problems, setProblems] = useState<Record<string, FieldProblem>>({});

  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (takeFocus) form.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
  }, [takeFocus]);

  const onSubmit = (submitted: FormEvent) => {
    submitted.preventDefault();
    const found = problemsIn(event.event_type, values, limits);
    setProblems(found);
    if (Object.keys(found).length > 0 || !day) return;
    if (isUnchanged) onDone();
    else save();
  };
  const isUnchanged = day === event.date_for_metric && sameValues(values, valuesOf(event));
  useUnsaved(!isUnchanged);
  const save = (version?: number) =>
    mutate(
      { kind: "correct", event, data: dataFrom(event, values), day, version },
      {
        onSuccess: ([corrected]) => {
          onDone();
          if (corrected) onCorrected?.(corrected);
        },
      },
    );
  const conflict = conflictIn(error);
  const inWords = (side: Conflict["now"]) =>
    describeEventOn({ ...event, ...side } as ProgressEvent, event.date_for_metric, t, format);
  return (
    <form ref={form} onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        <EventFields
          type={event.event_type}
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
        {conflict ? (
          <ConflictNote
            conflict={conflict}
            values={[{ now: inWords(conflict.now), yours: inWords(conflict.yours) }]}
            isSaving={isPending}
            onKeepNow={onDone}
            onSaveYours={() => save(conflict.version)}
          />
        ) : (
          error && (
            <Alert color="red" role="alert">
              {describeError(error, t)}
            </Alert>
          )
        )}
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("app:cancel")}
          </Button>
          <Button type="submit" loading={isPending}>
            {t("app:save")}
          </Button>
        </Group>
        <EventHistory event={event} />
      </Stack>
    </form>
  );
}
