import { Alert, Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/Dialog";
import { describeError } from "../../foundation/describeError";
import type { Category } from "../api";
import { useName } from "../exercises";
import { FormFooter } from "../FormFooter";
import { useDeleteCategory, useSaveCategory } from "../queries";

interface CategoriesDialogProps {
  categories: readonly Category[];
  onClose: () => void;
}

const KINDS = ["movement", "muscle", "equipment"] as const;
type Written = Parameters<ReturnType<typeof useSaveCategory>["mutate"]>[0];
const NEW: Written = { kind: "movement", parent_id: null, name_en: "", name_ru: "" };

/** A coach's own categories: to add, rename, move below another one, and delete. */
export default function CategoriesDialog({ categories, onClose }: CategoriesDialogProps) {
  const { t } = useTranslation();
  const nameOf = useName();
  const [written, write] = useState<Written | null>(null);
  const [asked, ask] = useState<string>();
  const remove = useDeleteCategory();
  const own = categories.filter(({ coach_id }) => coach_id !== null);
  const placeOf = ({ kind, parent_id }: Category) => {
    const parent = categories.find(({ id }) => id === parent_id);
    return [t(`trainingCoach:library.${kind}`), parent && nameOf(parent)].filter(Boolean).join(" · ");
  };
  return (
    <Dialog title={t("trainingCoach:category.title")} onClose={onClose}>
      {(close) =>
        written ? (
          <CategoryForm
            key={written.id}
            written={written}
            categories={categories}
            onChange={write}
            onDone={() => write(null)}
          />
        ) : (
          <Stack gap="sm">
            {own.length === 0 && <Text size="sm">{t("trainingCoach:category.empty")}</Text>}
            <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
              {own.map((one) => (
                <Group component="li" key={one.id} justify="space-between" gap="xs">
                  <div>
                    <Text fw={600}>{nameOf(one)}</Text>
                    <Text size="sm" c="dimmed">
                      {placeOf(one)}
                    </Text>
                  </div>
                  <Group gap="xs">
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={t("trainingCoach:category.edit", { name: nameOf(one) })}
                      onClick={() => {
                        const { id, version, kind, parent_id, name_en, name_ru } = one;
                        write({ id, version, kind, parent_id, name_en, name_ru });
                      }}
                    >
                      {t("trainingCoach:category.change")}
                    </Button>
                    <Button
                      size="xs"
                      color="red"
                      variant={asked === one.id ? "filled" : "outline"}
                      loading={remove.isPending && remove.variables === one.id}
                      aria-label={t("trainingCoach:category.delete", { name: nameOf(one) })}
                      onClick={() => (asked === one.id ? remove.mutate(one.id) : ask(one.id))}
                    >
                      {t(asked === one.id ? "trainingCoach:category.sure" : "app:delete")}
                    </Button>
                  </Group>
                </Group>
              ))}
            </Stack>
            {asked && <Text size="sm">{t("trainingCoach:category.deleteHint")}</Text>}
            {remove.error && (
              <Alert color="red" role="alert">
                {describeError(remove.error, t)}
              </Alert>
            )}
            <Group justify="end" gap="xs">
              <Button variant="default" onClick={close}>
                {t("app:close")}
              </Button>
              <Button onClick={() => write(NEW)}>{t("trainingCoach:category.add")}</Button>
            </Group>
          </Stack>
        )
      }
    </Dialog>
  );
}

interface CategoryFormProps {
  written: Written;
  categories: readonly Category[];
  onChange: (written: Written) => void;
  onDone: () => void;
}

function CategoryForm({ written, categories, onChange, onDone }: CategoryFormProps) {
  const { t } = useTranslation();
  const nameOf = useName();
  const save = useSaveCategory();
  const set = (changed: Partial<Written>) => onChange({ ...written, ...changed });
  const { id, kind, parent_id } = written;
  const hasBelow = categories.some((one) => one.parent_id === id);
  const parents = categories.filter(
    (one) => one.kind === kind && one.parent_id === null && one.id !== id && !(id && hasBelow),
  );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(written, { onSuccess: onDone });
      }}
    >
      <Stack gap="sm">
        {(["name_en", "name_ru"] as const).map((field) => (
          <TextInput
            key={field}
            label={t(`trainingCoach:exercise.${field === "name_en" ? "nameEn" : "nameRu"}`)}
            maxLength={80}
            value={written[field]}
            onChange={(event) => set({ [field]: event.currentTarget.value })}
          />
        ))}
        <NativeSelect
          label={t("trainingCoach:category.kind")}
          disabled={id !== undefined}
          value={kind}
          data={KINDS.map((one) => ({ value: one, label: t(`trainingCoach:library.${one}`) }))}
          onChange={(event) => set({ kind: event.currentTarget.value as Category["kind"], parent_id: null })}
        />
        <NativeSelect
          label={t("trainingCoach:category.parent")}
          value={parent_id ?? ""}
          data={[
            { value: "", label: t("trainingCoach:category.noParent") },
            ...parents.map((one) => ({ value: one.id, label: nameOf(one) })),
          ]}
          onChange={(event) => set({ parent_id: event.currentTarget.value || null })}
        />
        <FormFooter
          label={t("app:save")}
          onCancel={onDone}
          error={save.error}
          isPending={save.isPending}
          isDisabled={!written.name_en.trim() && !written.name_ru.trim()}
        />
      </Stack>
    </form>
  );
}
