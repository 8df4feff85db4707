import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/Dialog";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { LoadError, LoadingBlock } from "../../foundation/Panel";
import { useEdits } from "../queries";

/** What a message said before it was changed. */
export default function EarlierTexts({ messageId, onClose }: { messageId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const edits = useEdits(messageId, true);
  return (
    <Dialog title={t("messaging:message.earlier")} onClose={onClose}>
      {() => (
        <Stack gap="sm">
          {edits.error && (
            <LoadError error={edits.error} retry={() => edits.refetch()} retrying={edits.isFetching} />
          )}
          {!edits.data && !edits.error && <LoadingBlock height={80} />}
          {edits.data?.map(({ body, replaced_at }) => (
            <div key={replaced_at}>
              <Text size="xs" c="dimmed">
                {t("messaging:message.until", { moment: format.dateTime(replaced_at) })}
              </Text>
              <Text style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{body}</Text>
            </div>
          ))}
        </Stack>
      )}
    </Dialog>
  );
}
