import { Alert, Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { describeError } from "../foundation/describeError";

interface FormFooterProps {
  /** What the button says that does it. */
  label: string;
  /** Absent: the button submits the form around. */
  onConfirm?: () => void;
  onCancel: () => void;
  /** Why it has failed. */
  error?: Error | null;
  isPending?: boolean;
  isDisabled?: boolean;
  isDanger?: boolean;
}

/** The end of a dialog: what has failed, and the buttons. */
export function FormFooter({ label, onConfirm, onCancel, error, isPending, ...is }: FormFooterProps) {
  const { t } = useTranslation();
  return (
    <>
      {error && (
        <Alert color="red" role="alert">
          {describeError(error, t)}
        </Alert>
      )}
      <Group justify="end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          {t("app:cancel")}
        </Button>
        <Button
          type={onConfirm ? "button" : "submit"}
          onClick={onConfirm}
          loading={isPending ?? false}
          disabled={is.isDisabled ?? false}
          {...(is.isDanger && { color: "red" })}
        >
          {label}
        </Button>
      </Group>
    </>
  );
}
