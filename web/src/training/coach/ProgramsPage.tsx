import { Anchor, Button, Group, Paper, Stack, Switch, Text, Title } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { IconPlus } from "../../foundation/icons";
import { QueryPanel } from "../../foundation/Panel";
import { usePageTitle } from "../../foundation/usePageTitle";
import { ActionMenu } from "../ActionMenu";
import type { Template } from "../api";
import { newPhase } from "../builder/edits";
import { useAddTemplate, useArchiveTemplate, useCopyTemplate, useTemplates } from "../queries";

const ImportDialog = lazy(() => import("../builder/ImportDialog"));
const AssignDialog = lazy(() => import("../assign/AssignDialog"));

/** The programmes that a coach has written. */
export default function ProgramsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const templates = useTemplates();
  const add = useAddTemplate();
  const [showsArchived, showArchived] = useState(false);
  const [isImporting, setImporting] = useState(false);
  const [assigned, setAssigned] = useState<string>();
  usePageTitle(t("trainingCoach:programs.title"));
  const open = (id: string) => navigate(`/programs/${id}`);
  const onAdd = () => {
    const phase = newPhase(t("trainingCoach:phase.name", { number: 1 }));
    const id = crypto.randomUUID();
    const document = { id, title: t("trainingCoach:programs.untitled"), description: "", phases: [phase] };
    add.mutate(document, { onSuccess: () => open(id) });
  };
  const isSeen = ({ archived_at }: Template) => showsArchived || archived_at === null;
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="xs">
        <Title order={1} size="h3">
          {t("trainingCoach:programs.title")}
        </Title>
        <Group gap="xs">
          <Button component={Link} to="/exercises" variant="subtle">
            {t("trainingCoach:library.title")}
          </Button>
          <Button variant="default" onClick={() => setImporting(true)}>
            {t("trainingCoach:import.button")}
          </Button>
          <Button leftSection={<IconPlus size={16} aria-hidden />} loading={add.isPending} onClick={onAdd}>
            {t("trainingCoach:programs.add")}
          </Button>
        </Group>
      </Group>
      {add.error && (
        <Text c="red" size="sm" role="alert">
          {describeError(add.error, t)}
        </Text>
      )}
      <QueryPanel
        title={t("trainingCoach:programs.yours")}
        query={templates}
        height={160}
        isEmpty={(all) => all.length === 0}
        empty={t("trainingCoach:programs.empty")}
        action={
          <Switch
            label={t("trainingCoach:programs.archived")}
            checked={showsArchived}
            onChange={(event) => showArchived(event.currentTarget.checked)}
          />
        }
      >
        {(all) => (
          <Stack component="ul" gap="xs" p={0} m={0}>
            {all.filter(isSeen).map((template) => (
              <TemplateRow key={template.id} template={template} onAssign={() => setAssigned(template.id)} />
            ))}
          </Stack>
        )}
      </QueryPanel>
      <Suspense>
        {isImporting && <ImportDialog onSaved={open} onClose={() => setImporting(false)} />}
        {assigned && <AssignDialog templateId={assigned} onClose={() => setAssigned(undefined)} />}
      </Suspense>
    </Stack>
  );
}

function TemplateRow({ template, onAssign }: { template: Template; onAssign: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const copy = useCopyTemplate();
  const archive = useArchiveTemplate();
  const { id, title, version, phases, updated_at, archived_at } = template;
  const weeks = phases.reduce((sum, phase) => sum + phase.weeks, 0);
  const error = copy.error ?? archive.error;
  return (
    <Paper component="li" withBorder p="sm" style={{ listStyle: "none" }}>
      <Group justify="space-between" gap="xs">
        <div style={{ minWidth: 0, flex: "1 1 200px" }}>
          <Anchor component={Link} to={`/programs/${id}`} fw={600} style={{ overflowWrap: "anywhere" }}>
            {title}
          </Anchor>
          <Text size="sm" c="dimmed">
            {[
              t("trainingCoach:programs.weeks", { count: weeks }),
              t("trainingCoach:programs.changed", { moment: format.dateTime(updated_at) }),
              archived_at && t("trainingCoach:programs.isArchived"),
            ]
              .filter(Boolean)
              .join(" · ")}
          </Text>
        </div>
        <Group gap="xs">
          <Button
            size="sm"
            variant="default"
            disabled={archived_at !== null}
            aria-label={t("trainingCoach:assign.buttonName", { title })}
            onClick={onAssign}
          >
            {t("trainingCoach:assign.button")}
          </Button>
          <ActionMenu
            trigger={
              <Button
                size="sm"
                variant="default"
                loading={copy.isPending || archive.isPending}
                aria-label={t("trainingCoach:programs.more", { title })}
              >
                …
              </Button>
            }
            actions={[
              { label: t("trainingCoach:programs.copy"), onClick: () => copy.mutate(id) },
              {
                label: t(archived_at ? "trainingCoach:programs.restore" : "trainingCoach:programs.archive"),
                onClick: () => archive.mutate({ id, version, archived: archived_at === null }),
              },
            ]}
          />
        </Group>
      </Group>
      {error && (
        <Text c="red" size="sm" role="alert">
          {describeError(error, t)}
        </Text>
      )}
    </Paper>
  );
}
