import {
  Anchor,
  Badge,
  Button,
  Group,
  NativeSelect,
  Paper,
  Stack,
  Switch,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useUserId } from "../../account/session";
import { describeError } from "../../foundation/describeError";
import { IconPlus } from "../../foundation/icons";
import { QueryPanel } from "../../foundation/Panel";
import { usePageTitle } from "../../foundation/usePageTitle";
import { type Action, ActionMenu } from "../ActionMenu";
import { type Category, MOST_FOUND } from "../api";
import { type Exercise, useName } from "../exercises";
import { IconArrowLeft, IconSearch } from "../icons";
import {
  useArchiveExercise,
  useCategories,
  useCopyExercise,
  useExercises,
  useExercisesById,
  useHidden,
  useHideExercise,
} from "../queries";
import { choicesOf, namesOf } from "./categories";

const ExerciseForm = lazy(() => import("./ExerciseForm"));
const CategoriesDialog = lazy(() => import("./CategoriesDialog"));
const MergeDialog = lazy(() => import("./MergeDialog"));

const PAGE = 40;

type Task = { kind: "add" | "categories" } | { kind: "edit" | "merge"; exercise: Exercise };

/** The exercises that a coach can use: built-in ones and their own. */
export default function LibraryPage() {
  const { t } = useTranslation();
  const nameOf = useName();
  const [query, setQuery] = useState("");
  const [filter, setFilter] = useState({ movement: "", muscle: "", equipment: "" });
  const [showsHidden, showHidden] = useState(false);
  const [most, setMost] = useState(PAGE);
  const [task, setTask] = useState<Task>();
  const [asked] = useDebouncedValue(query.trim(), 200);
  const { data: categories = [] } = useCategories();
  const found = useExercises({ query: asked, ...filter });
  const hidden = useHidden();
  const hiddenIds = hidden.data ?? [];
  const ofHidden = useExercisesById(showsHidden ? hiddenIds : []);
  const nothing = { data: [], error: null, isFetching: false, refetch: () => undefined };
  const shown = showsHidden ? (hiddenIds.length > 0 ? ofHidden : nothing) : found;
  usePageTitle(t("trainingCoach:library.title"));
  const all = { value: "", label: t("trainingCoach:library.all") };
  const sorted = (exercises: Exercise[]) =>
    asked ? exercises : exercises.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
  return (
    <Stack gap="md">
      <Anchor component={Link} to="/programs" size="sm">
        <IconArrowLeft size={14} aria-hidden /> {t("trainingCoach:programs.title")}
      </Anchor>
      <Group justify="space-between" gap="xs">
        <Title order={1} size="h3">
          {t("trainingCoach:library.title")}
        </Title>
        <Group gap="xs">
          <Button variant="default" onClick={() => setTask({ kind: "categories" })}>
            {t("trainingCoach:category.title")}
          </Button>
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setTask({ kind: "add" })}>
            {t("trainingCoach:library.add")}
          </Button>
        </Group>
      </Group>
      <Group gap="xs" align="end">
        <TextInput
          type="search"
          label={t("trainingCoach:library.search")}
          flex="1 1 240px"
          leftSection={<IconSearch size={16} aria-hidden />}
          maxLength={100}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setMost(PAGE);
          }}
        />
        {(["movement", "muscle", "equipment"] as const).map((kind) => (
          <NativeSelect
            key={kind}
            label={t(`trainingCoach:library.${kind}`)}
            flex="1 1 140px"
            value={filter[kind]}
            data={[
              all,
              ...choicesOf(categories, kind, nameOf, (name) => t("trainingCoach:library.allOf", { name })),
            ]}
            onChange={(event) => setFilter({ ...filter, [kind]: event.currentTarget.value })}
          />
        ))}
      </Group>
      <QueryPanel
        title={t("trainingCoach:library.exercises")}
        query={shown}
        height={400}
        isEmpty={(exercises) => exercises.length === 0}
        empty={t(showsHidden ? "trainingCoach:library.noneHidden" : "trainingCoach:library.empty")}
        action={
          <Switch
            label={t("trainingCoach:library.hidden")}
            checked={showsHidden}
            onChange={(event) => showHidden(event.currentTarget.checked)}
          />
        }
      >
        {(exercises) => (
          <>
            <Stack component="ul" gap="xs" p={0} m={0}>
              {sorted(exercises)
                .slice(0, most)
                .map((exercise) => (
                  <ExerciseItem
                    key={exercise.id}
                    exercise={exercise}
                    categories={categories}
                    isHidden={hiddenIds.includes(exercise.id)}
                    onTask={setTask}
                  />
                ))}
            </Stack>
            {exercises.length === MOST_FOUND && exercises.length <= most && (
              <Text size="sm" c="dimmed">
                {t("trainingCoach:library.first", { count: MOST_FOUND })}
              </Text>
            )}
            {exercises.length > most && (
              <Button variant="default" onClick={() => setMost(most + PAGE)}>
                {t("trainingCoach:library.more", { count: exercises.length - most })}
              </Button>
            )}
          </>
        )}
      </QueryPanel>
      <Suspense>
        {task?.kind === "categories" && (
          <CategoriesDialog categories={categories} onClose={() => setTask(undefined)} />
        )}
        {task?.kind === "merge" && (
          <MergeDialog exercise={task.exercise} onClose={() => setTask(undefined)} />
        )}
        {(task?.kind === "add" || task?.kind === "edit") && (
          <ExerciseForm
            exercise={task.kind === "edit" ? task.exercise : null}
            categories={categories}
            onClose={() => setTask(undefined)}
          />
        )}
      </Suspense>
    </Stack>
  );
}

interface ExerciseItemProps {
  exercise: Exercise;
  categories: readonly Category[];
  isHidden: boolean;
  onTask: (task: Task) => void;
}

function ExerciseItem({ exercise, categories, isHidden, onTask }: ExerciseItemProps) {
  const { t } = useTranslation();
  const nameOf = useName();
  const userId = useUserId();
  const copy = useCopyExercise();
  const hide = useHideExercise();
  const archive = useArchiveExercise();
  const { id, coach_id, primary_muscles, equipment, kind, video_url, cues, name_en, name_ru } = exercise;
  const name = nameOf(exercise);
  const isOwn = coach_id === userId;
  const error = copy.error ?? hide.error ?? archive.error;
  const onCopy = () => {
    const named = (text: string) =>
      text ? t("trainingCoach:library.copyName", { name: text }).slice(0, 120) : "";
    copy.mutate({ id, name: { name_en: named(name_en), name_ru: named(name_ru) } });
  };
  const copying = { label: t("trainingCoach:library.copy"), onClick: onCopy };
  const ofOwn: Action[] = [
    { label: t("trainingCoach:library.edit"), onClick: () => onTask({ kind: "edit", exercise }) },
    copying,
    { label: t("trainingCoach:library.merge"), onClick: () => onTask({ kind: "merge", exercise }) },
    { label: t("trainingCoach:library.archive"), onClick: () => archive.mutate(exercise), isDanger: true },
  ];
  const ofOthers: Action[] = [
    copying,
    {
      label: t(isHidden ? "trainingCoach:library.unhide" : "trainingCoach:library.hide"),
      onClick: () => hide.mutate({ id, hidden: !isHidden }),
    },
  ];
  return (
    <Paper component="li" withBorder p="sm" style={{ listStyle: "none" }}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <div style={{ minWidth: 0 }}>
          <Group gap="xs">
            <Text fw={600} style={{ overflowWrap: "anywhere" }}>
              {name}
            </Text>
            {isOwn && (
              <Badge variant="outline" c="var(--mantine-color-text)" tt="none" radius="sm">
                {t("trainingCoach:library.own")}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {[
              namesOf(primary_muscles, categories, nameOf),
              namesOf(equipment, categories, nameOf),
              t(`training:kind.${kind}`),
            ]
              .filter(Boolean)
              .join(" · ")}
          </Text>
          {cues && <Text size="sm">{cues}</Text>}
          {video_url && (
            <Anchor href={video_url} target="_blank" rel="noreferrer" size="sm">
              {t("trainingCoach:library.video")}
            </Anchor>
          )}
        </div>
        <ActionMenu
          trigger={
            <Button
              size="sm"
              variant="default"
              loading={copy.isPending || hide.isPending || archive.isPending}
              aria-label={t("trainingCoach:library.actions", { name })}
            >
              …
            </Button>
          }
          actions={isOwn ? ofOwn : ofOthers}
        />
      </Group>
      {error && (
        <Text c="red" size="sm" role="alert">
          {describeError(error, t)}
        </Text>
      )}
    </Paper>
  );
}
