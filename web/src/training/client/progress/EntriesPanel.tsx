import { Button, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Day } from "../../../foundation/calendar";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../../foundation/Panel";
import { Failure } from "../../../people/about/Failure";
import { useAddEntry, useDeleteEntry, useProgressEntries } from "../queries";

interface EntriesPanelProps {
  clientId: string;
  today: Day;
  isOwn?: boolean;
}

/** What a client notes about their progress. */
export function EntriesPanel({ clientId, today, isOwn = false }: EntriesPanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const entries = useProgressEntries(clientId);
  const remove = useDeleteEntry(clientId);
  return (
    <QueryPanel title={t("trainingClient:entries.title")} query={entries} height={96}>
      {(all) => (
        <Stack gap="sm">
          {isOwn && <EntryForm clientId={clientId} today={today} />}
          <Failure error={remove.error} />
          {all.length === 0 && (
            <Text size="sm" c="dimmed">
              {t("trainingClient:entries.empty")}
            </Text>
          )}
          {all.map(({ id, entry_on, title, body }) => (
            <Group key={id} justify="space-between" align="start" wrap="nowrap" gap="xs">
              <div>
                <Text size="sm" fw={600}>
                  {[format.date(entry_on), title].filter(Boolean).join(" · ")}
                </Text>
                <Text size="sm" style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>
                  {body}
                </Text>
              </div>
              {isOwn && (
                <Button
                  size="xs"
                  variant="subtle"
                  aria-label={t("trainingClient:entries.remove", { day: format.date(entry_on) })}
                  onClick={() => remove.mutate(id)}
                >
                  {t("app:delete")}
                </Button>
              )}
            </Group>
          ))}
        </Stack>
      )}
    </QueryPanel>
  );
}

function EntryForm({ clientId, today }: { clientId: string; today: Day }) {
  const { t } = useTranslation();
  const [title, setTitle] = useState("");
  const [body, setBody] = useState("");
  const add = useAddEntry(clientId);
  const clear = () => {
    setTitle("");
    setBody("");
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const entry = { entry_on: today, title: title.trim(), body: body.trim() };
        if (entry.body) add.mutate(entry, { onSuccess: clear });
      }}
    >
      <Stack gap="xs">
        <Failure error={add.error} />
        <TextInput
          label={t("trainingClient:entries.heading")}
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label={t("trainingClient:entries.body")}
          autosize
          minRows={2}
          maxLength={8000}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={add.isPending} disabled={!body.trim()}>
          {t("trainingClient:add")}
        </Button>
      </Stack>
    </form>
  );
}
