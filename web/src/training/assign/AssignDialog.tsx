import {
  Alert,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  NumberInput,
  Radio,
  Stack,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { dayIn } from "../../foundation/calendar";
import { Dialog } from "../../foundation/Dialog";
import { useClients } from "../../people/queries";
import type { ProgramMode } from "../document";
import { FormFooter } from "../FormFooter";
import { useAssign, useTemplates } from "../queries";

interface AssignDialogProps {
  /** Chosen already where the dialog is opened. The other one is asked. */
  templateId?: string;
  clientId?: string;
  onClose: () => void;
}

const MODES: ProgramMode[] = ["dynamic_progressive", "static"];

/** Gives a client a copy of a programme. */
export default function AssignDialog({ onClose, ...chosen }: AssignDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("trainingCoach:assign.title")} onClose={onClose}>
      {(close) => <AssignForm {...chosen} close={close} />}
    </Dialog>
  );
}

function AssignForm({ close, ...chosen }: { templateId?: string; clientId?: string; close: () => void }) {
  const { t } = useTranslation();
  const templates = useTemplates();
  const clients = useClients();
  const assign = useAssign();
  const [templateId, setTemplateId] = useState(chosen.templateId ?? "");
  const [clientId, setClientId] = useState(chosen.clientId ?? "");
  const [startDate, setStartDate] = useState(() => dayIn(Intl.DateTimeFormat().resolvedOptions().timeZone));
  const [mode, setMode] = useState<ProgramMode>("dynamic_progressive");
  const [isPaid, setPaid] = useState(false);
  const [firstWeek, setFirstWeek] = useState(1);
  const template = templates.data?.find(({ id }) => id === templateId);
  const weeks = template?.phases.reduce((sum, phase) => sum + phase.weeks, 0) ?? 1;
  const loading = templates.error ?? clients.error;
  const none = { value: "", label: t("trainingCoach:assign.choose") };
  if (assign.isSuccess) {
    return (
      <Stack gap="sm">
        <Alert color="teal" role="status">
          {t("trainingCoach:assign.done")}
        </Alert>
        <Group justify="end" gap="xs">
          {!chosen.clientId && (
            <Button variant="default" component={Link} to={`/clients/${clientId}/training`}>
              {t("trainingCoach:assign.goThere")}
            </Button>
          )}
          <Button data-autofocus onClick={close}>
            {t("app:close")}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        assign.mutate({ templateId, clientId, startDate, mode, isPaid, firstWeek });
      }}
    >
      <Stack gap="sm">
        {!chosen.templateId && (
          <NativeSelect
            label={t("trainingCoach:assign.program")}
            data-autofocus
            value={templateId}
            data={[
              none,
              ...(templates.data ?? [])
                .filter(({ archived_at }) => archived_at === null)
                .map(({ id, title }) => ({ value: id, label: title })),
            ]}
            onChange={(event) => setTemplateId(event.currentTarget.value)}
          />
        )}
        {!chosen.clientId && (
          <NativeSelect
            label={t("trainingCoach:assign.client")}
            data-autofocus
            value={clientId}
            data={[
              none,
              ...(clients.data ?? [])
                .filter(({ isArchived }) => !isArchived)
                .map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(event) => setClientId(event.currentTarget.value)}
          />
        )}
        <TextInput
          type="date"
          label={t("trainingCoach:assign.start")}
          value={startDate}
          onChange={(event) => setStartDate(event.currentTarget.value)}
        />
        <Radio.Group
          label={t("trainingCoach:assign.mode")}
          value={mode}
          onChange={(value) => setMode(value as ProgramMode)}
        >
          <Stack gap="xs" mt={4}>
            {MODES.map((one) => (
              <Radio
                key={one}
                value={one}
                label={t(`trainingCoach:mode.${one}`)}
                description={t(`trainingCoach:mode.hint.${one}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <NumberInput
          label={t("trainingCoach:assign.firstWeek")}
          description={t("trainingCoach:assign.firstWeekHint", { count: weeks })}
          min={1}
          max={weeks}
          clampBehavior="strict"
          allowDecimal={false}
          value={firstWeek}
          onChange={(value) => setFirstWeek(Math.max(1, Number(value)))}
        />
        <Checkbox
          label={t("trainingCoach:assign.paid")}
          checked={isPaid}
          onChange={(event) => setPaid(event.currentTarget.checked)}
        />
        <FormFooter
          label={t("trainingCoach:assign.button")}
          onCancel={close}
          error={assign.error ?? loading}
          isPending={assign.isPending}
          isDisabled={!templateId || !clientId || !startDate}
        />
      </Stack>
    </form>
  );
}
