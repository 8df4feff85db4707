import { Alert, Button, Code, Group, Paper, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import { type Kind, previewTemplate, type Words } from "../api";
import { useResetTemplate, useSaveTemplate } from "../queries";

interface TemplateFormProps {
  kind: Kind;
  words: Words;
  /** Whether they are written for the clients of the whole team. */
  forTeam: boolean;
  /** Whether these words were written before: by the coach, or for the team. */
  isOwn: boolean;
}

export function TemplateForm({ kind, words, forTeam, isOwn }: TemplateFormProps) {
  const { t } = useTranslation();
  const save = useSaveTemplate();
  const reset = useResetTemplate();
  const preview = useMutation({ mutationFn: previewTemplate });
  const form = useForm({ initialValues: { subject: words.subject, body: words.body } });
  const error = save.error ?? preview.error ?? reset.error;
  /** The words as they are typed. What an earlier press said is about other words. */
  const typed = () => {
    for (const earlier of [save, preview, reset]) earlier.reset();
    return { ...words, ...form.values };
  };
  return (
    <form onSubmit={form.onSubmit(() => save.mutate({ ...typed(), forTeam }))}>
      <Stack gap="sm">
        <Text size="sm">
          {t("notify:templates.variables")}{" "}
          {kind.variables.map((name) => (
            <Code key={name} mr={6}>{`{{${name}}}`}</Code>
          ))}
        </Text>
        {error !== null && (
          <Alert color="red" role="alert">
            {describeError(error, t)}
          </Alert>
        )}
        <TextInput
          label={t("notify:templates.subject")}
          maxLength={200}
          required
          {...form.getInputProps("subject")}
        />
        <Textarea
          label={t("notify:templates.body")}
          autosize
          minRows={4}
          maxRows={16}
          maxLength={4000}
          required
          {...form.getInputProps("body")}
        />
        <Group gap="xs">
          <Button type="submit" loading={save.isPending}>
            {t("notify:templates.save")}
          </Button>
          <Button variant="default" loading={preview.isPending} onClick={() => preview.mutate(typed())}>
            {t("notify:templates.preview")}
          </Button>
          {isOwn && (
            <Button
              variant="subtle"
              loading={reset.isPending}
              onClick={() => reset.mutate({ ...words, forTeam })}
            >
              {t(forTeam ? "notify:templates.resetTeam" : "notify:templates.reset")}
            </Button>
          )}
        </Group>
        {save.isSuccess && (
          <Text size="sm" role="status">
            {t(forTeam ? "notify:templates.savedForTeam" : "notify:templates.saved")}
          </Text>
        )}
        {preview.data && (
          <Paper withBorder p="sm" component="section" aria-label={t("notify:templates.previewTitle")}>
            <Text fw={700} style={{ overflowWrap: "anywhere" }}>
              {preview.data.subject}
            </Text>
            <Text size="sm" style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>
              {preview.data.body}
            </Text>
          </Paper>
        )}
      </Stack>
    </form>
  );
}
