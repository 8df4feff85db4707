import { Button, Group, Modal, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface UnsentDialogProps {
  count: number;
  onCancel: () => void;
  onSignOut: () => void;
}

/** Asks once more before somebody signs out with entries still waiting on the device. */
export function UnsentDialog({ count, onCancel, onSignOut }: UnsentDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onCancel}
      title={t("people.unsent.title")}
      closeButtonProps={{ "aria-label": t("app.close") }}
    >
      <Text size="sm" mb="md">
        {t("people.unsent.body", { count })}
      </Text>
      <Group justify="end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          {t("app.cancel")}
        </Button>
        <Button color="red" onClick={onSignOut}>
          {t("people.unsent.signOut")}
        </Button>
      </Group>
    </Modal>
  );
}
