import { Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "../foundation/Dialog";

interface UnsentDialogProps {
  count: number;
  onCancel: () => void;
  onSignOut: () => void;
}

/** Asks once more before somebody signs out with entries still waiting on the device. */
export function UnsentDialog({ count, onCancel, onSignOut }: UnsentDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("account:unsent.title")} onClose={onCancel}>
      {(close) => (
        <>
          <Text size="sm" mb="md">
            {t("account:unsent.body", { count })}
          </Text>
          <Group justify="end" gap="xs">
            <Button variant="default" onClick={close}>
              {t("app:cancel")}
            </Button>
            <Button color="red" onClick={onSignOut}>
              {t("account:unsent.signOut")}
            </Button>
          </Group>
        </>
      )}
    </Dialog>
  );
}
