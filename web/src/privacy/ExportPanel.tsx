import { Alert, Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { describeError } from "../foundation/describeError";
import { Panel } from "../foundation/Panel";
import { IconDownload } from "./icons";
import { useDownload } from "./queries";

export function ExportPanel({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const download = useDownload(clientId);
  return (
    <Panel title={t("privacy:export.title")}>
      <Stack gap="sm" align="start">
        <Text size="sm">{t("privacy:export.hint")}</Text>
        {download.error && (
          <Alert color="red" role="alert" title={t("privacy:failed")}>
            {describeError(download.error, t)}
          </Alert>
        )}
        <Button
          variant="light"
          leftSection={<IconDownload size={18} aria-hidden />}
          loading={download.isPending}
          onClick={() => download.mutate()}
        >
          {t("privacy:export.submit")}
        </Button>
        <Text size="sm" role="status">
          {download.isPending ? t("privacy:export.pending") : download.isSuccess && t("privacy:export.done")}
          {Boolean(download.data) && ` ${t("privacy:export.lost", { count: download.data ?? 0 })}`}
        </Text>
      </Stack>
    </Panel>
  );
}
