import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "../../../foundation/describeError";
import type { Plan } from "../api";
import { useChangeTemplates } from "../queries";

interface SaveTemplateProps {
  plan: Plan;
  onDone: () => void;
  onCancel: () => void;
}

/** Keeps the targets of a plan for plans of other clients. */
export function SaveTemplate({ plan, onDone, onCancel }: SaveTemplateProps) {
  const { t } = useTranslation();
  const change = useChangeTemplates();
  const [title, setTitle] = useState(plan.title);
  const onSubmit = (submitted: FormEvent) => {
    submitted.preventDefault();
    const { type, config_json } = plan;
    change.mutate({ type, config_json, title: title.trim() }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        {change.error && (
          <Alert color="red" role="alert" title={t("progressCoach:plans.failed")}>
            {describeError(change.error, t)}
          </Alert>
        )}
        <Text size="sm">{t("progressCoach:plans.templateHint")}</Text>
        <TextInput
          label={t("progressCoach:plans.field.title")}
          maxLength={200}
          required
          data-autofocus
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t("app:cancel")}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t("progressCoach:plans.template")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
