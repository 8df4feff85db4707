import { Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import type { ClientSectionProps } from "../../foundation/domain";
import { Panel } from "../../foundation/Panel";
import { useArchiveClient } from "../queries";

/** Takes a client out of the coach's list, or brings them back. */
export function ArchivePanel({ client }: ClientSectionProps) {
  const { t } = useTranslation();
  const archive = useArchiveClient(client.id);
  return (
    <Panel title={t("peopleCoach:archive.title")}>
      <Stack gap="sm" align="start">
        <Text size="sm">
          {t(client.isArchived ? "peopleCoach:archive.isArchived" : "peopleCoach:archive.hint")}
        </Text>
        {archive.error && (
          <Text size="sm" c="red" role="alert">
            {describeError(archive.error, t)}
          </Text>
        )}
        <Button
          variant="default"
          loading={archive.isPending}
          onClick={() => archive.mutate(!client.isArchived)}
        >
          {t(client.isArchived ? "peopleCoach:archive.bringBack" : "peopleCoach:archive.submit")}
        </Button>
      </Stack>
    </Panel>
  );
}
