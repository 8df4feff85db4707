import { Alert, Button, Checkbox, Group, List, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/Dialog";
import { describeError } from "../../foundation/describeError";
import { LoadError, LoadingBlock } from "../../foundation/Panel";
import type { TemplateChange } from "../api";
import { useApplyUpdate, useUpdatePreview } from "../queries";

interface UpdateDialogProps {
  templateId: string;
  onClose: () => void;
}

/** What the programme as it is now would change, for whom. Nothing changes before somebody says so. */
export default function UpdateDialog({ templateId, onClose }: UpdateDialogProps) {
  const { t } = useTranslation();
  const preview = useUpdatePreview(templateId);
  return (
    <Dialog title={t("trainingCoach:update.title")} onClose={onClose}>
      {(close) =>
        preview.error ? (
          <LoadError error={preview.error} retry={() => preview.refetch()} retrying={preview.isFetching} />
        ) : preview.data ? (
          <Changes templateId={templateId} changes={preview.data} close={close} />
        ) : (
          <LoadingBlock height={120} />
        )
      }
    </Dialog>
  );
}

interface ChangesProps {
  templateId: string;
  changes: TemplateChange[];
  close: () => void;
}

function Changes({ templateId, changes, close }: ChangesProps) {
  const { t } = useTranslation();
  const apply = useApplyUpdate(templateId);
  const ids = [...new Set(changes.map(({ client_id }) => client_id))];
  const clients = ids.map((id) => [id, changes.filter((one) => one.client_id === id)] as const);
  const [left, setLeft] = useState<string[]>([]);
  const chosen = ids.filter((id) => !left.includes(id));
  return (
    <Stack gap="sm">
      <Text size="sm">{t("trainingCoach:update.hint")}</Text>
      {apply.isSuccess && (
        <Alert color="teal" role="status">
          {t("trainingCoach:update.done")}
        </Alert>
      )}
      {clients.length === 0 && !apply.isSuccess && (
        <Text c="dimmed">{t("trainingCoach:update.nothing")}</Text>
      )}
      {clients.map(([id, ofClient]) => (
        <div key={id}>
          <Checkbox
            label={ofClient[0]?.client_name}
            checked={!left.includes(id)}
            onChange={(event) =>
              setLeft(event.currentTarget.checked ? left.filter((one) => one !== id) : [...left, id])
            }
          />
          <List size="sm" withPadding>
            {ofClient.map((one) => (
              <List.Item key={`${one.session_id} ${one.change} ${one.title} ${one.scheduled_on}`}>
                {describeChange(one)}
              </List.Item>
            ))}
          </List>
        </div>
      ))}
      {apply.error && (
        <Alert color="red" role="alert">
          {describeError(apply.error, t)}
        </Alert>
      )}
      <Group justify="end" gap="xs">
        <Button variant="default" onClick={close}>
          {t("app:close")}
        </Button>
        {clients.length > 0 && (
          <Button
            loading={apply.isPending}
            disabled={chosen.length === 0}
            onClick={() => apply.mutate(chosen)}
          >
            {t("trainingCoach:update.apply", { count: chosen.length })}
          </Button>
        )}
      </Group>
    </Stack>
  );

  function describeChange({ change, title }: TemplateChange): string {
    return t(`trainingCoach:update.change.${change}`, { title });
  }
}
