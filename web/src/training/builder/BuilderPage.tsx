import {
  ActionIcon,
  Alert,
  Anchor,
  Button,
  CopyButton,
  Group,
  Paper,
  Stack,
  Tabs,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useWeightFormat } from "../../account/weightUnit";
import { ConflictNote } from "../../foundation/ConflictNote";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { IconCopy } from "../../foundation/icons";
import { LoadError, LoadingBlock } from "../../foundation/Panel";
import "../../foundation/print.css";
import { usePageTitle } from "../../foundation/usePageTitle";
import type { SavedTemplate } from "../api";
import type { TemplateDocument } from "../document";
import { useName } from "../exercises";
import { IconArrowBackUp, IconArrowForwardUp, IconArrowLeft, IconPrinter } from "../icons";
import { useExercisesById, useTemplate } from "../queries";
import classes from "./builder.module.css";
import { patchTemplate } from "./edits";
import { formatProgram } from "./formatText";
import { ProgramTables } from "./ProgramTables";
import { type Builder, useBuilder } from "./useBuilder";

const Editor = lazy(() => import("./Editor"));
const AssignDialog = lazy(() => import("../assign/AssignDialog"));
const UpdateDialog = lazy(() => import("../assign/UpdateDialog"));

/** One programme: to write, to read, to print and to give to clients. */
export default function BuilderPage() {
  const { templateId = "" } = useParams();
  const template = useTemplate(templateId);
  if (template.error) {
    return (
      <LoadError error={template.error} retry={() => template.refetch()} retrying={template.isFetching} />
    );
  }
  if (!template.data) return <LoadingBlock height={400} />;
  return (
    <Written
      key={`${templateId} ${template.dataUpdatedAt}`}
      saved={template.data}
      reload={template.refetch}
    />
  );
}

function Written({ saved, reload }: { saved: SavedTemplate; reload: () => unknown }) {
  const { t } = useTranslation();
  const builder = useBuilder(saved);
  const { document, edit, undo, redo } = builder;
  const [dialog, setDialog] = useState<"assign" | "update">();
  const nameOf = useNames(document);
  usePageTitle(document.title);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      if ((event.target as HTMLElement).closest('[role="dialog"]')) return;
      const isRedo = event.code === "KeyY" || (event.code === "KeyZ" && event.shiftKey);
      if (!isRedo && event.code !== "KeyZ") return;
      event.preventDefault();
      (window.document.activeElement as HTMLElement | null)?.blur(); // takes what is typed there
      if (isRedo) redo();
      else undo();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  });
  return (
    <Stack gap="sm">
      <div data-print="no">
        <Anchor component={Link} to="/programs" size="sm">
          <IconArrowLeft size={14} aria-hidden /> {t("trainingCoach:programs.title")}
        </Anchor>
        <Title order={1} size="h3" mt="xs" style={{ overflowWrap: "anywhere" }}>
          {document.title}
        </Title>
        <Group gap="xs" align="end" mt="xs">
          <TitleField title={document.title} onChange={(title) => edit(patchTemplate({ title }))} />
          <Group gap={4}>
            <ActionIcon
              variant="default"
              size="input-sm"
              disabled={!builder.canUndo}
              aria-label={t("trainingCoach:undo")}
              onClick={undo}
            >
              <IconArrowBackUp size={18} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="default"
              size="input-sm"
              disabled={!builder.canRedo}
              aria-label={t("trainingCoach:redo")}
              onClick={redo}
            >
              <IconArrowForwardUp size={18} aria-hidden />
            </ActionIcon>
          </Group>
          <Button disabled={builder.saving !== "saved"} onClick={() => setDialog("assign")}>
            {t("trainingCoach:assign.button")}
          </Button>
          <Button variant="default" disabled={builder.saving !== "saved"} onClick={() => setDialog("update")}>
            {t("trainingCoach:update.button")}
          </Button>
          <Text size="sm" c="dimmed" role="status">
            {t(`trainingCoach:saving.${builder.saving}`)}
          </Text>
        </Group>
        <SaveProblem builder={builder} reload={reload} />
      </div>
      <Views builder={builder} nameOf={nameOf} />
      <Suspense>
        {dialog === "assign" && (
          <AssignDialog templateId={document.id} onClose={() => setDialog(undefined)} />
        )}
        {dialog === "update" && (
          <UpdateDialog templateId={document.id} onClose={() => setDialog(undefined)} />
        )}
      </Suspense>
    </Stack>
  );
}

function TitleField({ title, onChange }: { title: string; onChange: (title: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string>();
  const isUntitled = title === t("trainingCoach:programs.untitled");
  return (
    <TextInput
      label={t("trainingCoach:programs.name")}
      flex="1 1 240px"
      maxLength={200}
      autoFocus={isUntitled} // what clients see it as
      onFocus={(event) => isUntitled && event.currentTarget.select()}
      value={typed ?? title}
      error={typed?.trim() === ""}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed?.trim() && typed.trim() !== title) onChange(typed.trim());
        setTyped(undefined);
      }}
    />
  );
}

function SaveProblem({ builder, reload }: { builder: Builder; reload: () => unknown }) {
  const { t } = useTranslation();
  const { error, conflict, save, document } = builder;
  if (!error) return null;
  if (conflict) {
    const now = conflict.now as Partial<TemplateDocument>;
    return (
      <ConflictNote
        conflict={conflict}
        values={[{ now: now.title ?? t("trainingCoach:saving.elsewhere"), yours: document.title }]}
        isSaving={builder.saving === "saving"}
        onKeepNow={() => reload()}
        onSaveYours={() => save(conflict.version)}
      />
    );
  }
  return (
    <Alert color="red" role="alert" title={t("trainingCoach:saving.failed")}>
      <Stack gap="xs" align="start">
        <Text size="sm">{describeError(error, t)}</Text>
        <Button size="xs" variant="default" onClick={() => save()}>
          {t("app:retry")}
        </Button>
      </Stack>
    </Alert>
  );
}

function Views({ builder, nameOf }: { builder: Builder; nameOf: (id: string) => string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const weights = useWeightFormat();
  const { document } = builder;
  const [view, setView] = useState<string | null>("edit");
  const text = view === "text" ? formatProgram(document, { nameOf, weights, t, format }) : "";
  return (
    <>
      <Tabs value={view} onChange={setView} keepMounted={false} data-print="no">
        <Group justify="space-between" gap="xs" mb="sm">
          <Tabs.List aria-label={t("trainingCoach:view.label")}>
            {(["edit", "table", "text"] as const).map((one) => (
              <Tabs.Tab key={one} value={one} mih={44}>
                {t(`trainingCoach:view.${one}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Button
            variant="default"
            leftSection={<IconPrinter size={18} aria-hidden />}
            onClick={() => window.print()}
          >
            {t("trainingCoach:print")}
          </Button>
        </Group>
        <Tabs.Panel value="edit">
          <Suspense fallback={<LoadingBlock height={400} />}>
            <Editor builder={builder} nameOf={nameOf} />
          </Suspense>
        </Tabs.Panel>
        <Tabs.Panel value="table">
          <Paper withBorder p="md">
            <ProgramTables document={document} nameOf={nameOf} />
          </Paper>
        </Tabs.Panel>
        <Tabs.Panel value="text">
          <Paper withBorder p="md">
            <CopyButton value={text}>
              {({ copied, copy }) => (
                <Button
                  size="sm"
                  variant="default"
                  mb="sm"
                  leftSection={<IconCopy size={18} aria-hidden />}
                  onClick={copy}
                >
                  {copied ? t("trainingCoach:copied") : t("trainingCoach:copy")}
                </Button>
              )}
            </CopyButton>
            <pre className={classes.text}>{text}</pre>
          </Paper>
        </Tabs.Panel>
      </Tabs>
      <div data-print="only">
        <Title order={1}>{document.title}</Title>
        <ProgramTables document={document} nameOf={nameOf} />
      </div>
    </>
  );
}

/** The names of all exercises of a programme. */
function useNames(document: TemplateDocument): (id: string) => string {
  const nameOf = useName();
  const ids = document.phases.flatMap(({ workouts }) =>
    workouts.flatMap(({ exercises }) => exercises.map(({ exercise_id }) => exercise_id)),
  );
  const { data = [] } = useExercisesById(ids);
  const names = new Map(data.map((exercise) => [exercise.id, nameOf(exercise)]));
  return (id) => names.get(id) ?? "…";
}
