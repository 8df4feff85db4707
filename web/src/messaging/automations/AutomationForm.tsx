import {
  Alert,
  Button,
  Group,
  NativeSelect,
  NumberInput,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/Dialog";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { useUnsaved } from "../../foundation/unsaved";
import type { Automation, AutomationValues, Preview, Trigger } from "./api";
import { usePreview, useSaveAutomation } from "./queries";

interface AutomationFormProps {
  /** Null: a new one. */
  automation: Automation | null;
  onClose: () => void;
}

export default function AutomationForm({ automation, onClose }: AutomationFormProps) {
  const { t } = useTranslation();
  const title = automation ? t("messagingAutomations:edit") : t("messagingAutomations:add");
  return (
    <Dialog title={title} onClose={onClose}>
      {(close) => <Fields automation={automation} onSaved={close} />}
    </Dialog>
  );
}

function Fields({ automation, onSaved }: { automation: Automation | null; onSaved: () => void }) {
  const { t } = useTranslation();
  const save = useSaveAutomation(automation);
  const preview = usePreview();
  const form = useForm<AutomationValues>({
    initialValues: {
      name: automation?.name ?? "",
      trigger: automation?.trigger ?? "silent",
      after_days: automation?.after_days ?? 3,
      locale: automation?.locale ?? null,
      condition: automation?.condition ?? "always",
      template: automation?.template ?? t("messagingAutomations:form.example"),
      quiet_from: automation?.quiet_from.slice(0, 5) ?? "21:00",
      quiet_to: automation?.quiet_to.slice(0, 5) ?? "08:00",
    },
  });
  useUnsaved(form.isDirty() && !save.isSuccess);
  const { trigger } = form.values;
  const error = save.error ?? preview.error;

  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values, { onSuccess: onSaved }))}>
      <Stack gap="sm">
        <TextInput
          label={t("messagingAutomations:form.name")}
          maxLength={80}
          required
          {...form.getInputProps("name")}
        />
        <NativeSelect
          label={t("messagingAutomations:form.trigger")}
          data={(["silent", "signed_up", "birthday"] as const).map((value) => ({
            value,
            label: t(`messagingAutomations:trigger.${value}`),
          }))}
          value={trigger}
          onChange={(event) => {
            const chosen = event.currentTarget.value as Trigger;
            form.setFieldValue("trigger", chosen);
            if (chosen === "birthday") form.setFieldValue("after_days", 0);
          }}
        />
        <NumberInput
          label={t("messagingAutomations:form.days")}
          min={trigger === "silent" ? 1 : 0}
          max={365}
          clampBehavior="strict"
          allowDecimal={false}
          required
          {...form.getInputProps("after_days")}
        />
        <NativeSelect
          label={t("messagingAutomations:form.language")}
          data={[
            { value: "", label: t("messagingAutomations:form.anyLanguage") },
            { value: "ru", label: "Русский" },
            { value: "en", label: "English" },
          ]}
          value={form.values.locale ?? ""}
          onChange={(event) =>
            form.setFieldValue("locale", (event.currentTarget.value || null) as AutomationValues["locale"])
          }
        />
        <NativeSelect
          label={t("messagingAutomations:form.condition")}
          data={(["always", "with_plan", "without_plan"] as const).map((value) => ({
            value,
            label: t(`messagingAutomations:condition.${value}`),
          }))}
          {...form.getInputProps("condition")}
        />
        <Textarea
          label={t("messagingAutomations:form.text")}
          description={t("messagingAutomations:form.variables", {
            client: "{{client}}",
            coach: "{{coach}}",
            days: "{{days}}",
          })}
          autosize
          minRows={3}
          maxLength={2000}
          required
          {...form.getInputProps("template")}
        />
        <Group gap="xs" grow>
          <TextInput
            type="time"
            label={t("messagingAutomations:form.quietFrom")}
            required
            {...form.getInputProps("quiet_from")}
          />
          <TextInput
            type="time"
            label={t("messagingAutomations:form.quietTo")}
            required
            {...form.getInputProps("quiet_to")}
          />
        </Group>
        {error && (
          <Alert color="red" role="alert">
            {describeError(error, t)}
          </Alert>
        )}
        {preview.data && <PreviewList rows={preview.data} />}
        <Group justify="end" gap="xs">
          <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate(form.values)}>
            {t("messagingAutomations:preview.button")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t("app:save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function PreviewList({ rows }: { rows: Preview[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Stack gap={6} role="status">
      <Text size="sm" fw={600}>
        {t("messagingAutomations:preview.found", { count: rows.length })}
      </Text>
      {rows.slice(0, 20).map(({ client_id, name, due_at, body, reason }) => (
        <div key={`${client_id}${due_at}`}>
          <Text size="xs" c="dimmed">
            {format.dateTime(due_at)}, {name}
            {reason && ` · ${t(`messagingAutomations:reason.${reason}`)}`}
          </Text>
          {body && <Text size="sm">{body}</Text>}
        </div>
      ))}
    </Stack>
  );
}
