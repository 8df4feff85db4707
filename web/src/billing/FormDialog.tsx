import { Alert, Button, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../foundation/Dialog";
import { useUnsaved } from "../foundation/unsaved";
import { describeOnline } from "./describeOnline";

interface FormProps {
  submit: string;
  onSubmit: (close: () => void) => void;
  /** The request that it sends. */
  state: { isPending: boolean; error: Error | null };
  /** Whether it can be sent. */
  isReady: boolean;
  /** Whether something typed would be lost. */
  isTouched: boolean;
  children: ReactNode;
}

/** A form in a dialog: fields, what went wrong, Cancel and the one thing it does. */
export default function FormDialog({
  title,
  onClose,
  ...form
}: FormProps & { title: string; onClose: () => void }) {
  return (
    <Dialog title={title} onClose={onClose}>
      {(close) => <Form {...form} close={close} />}
    </Dialog>
  );
}

function Form({
  submit,
  onSubmit,
  state,
  isReady,
  isTouched,
  close,
  children,
}: FormProps & { close: () => void }) {
  const { t } = useTranslation();
  useUnsaved(isTouched);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !state.isPending) onSubmit(close);
      }}
    >
      <Stack gap="sm">
        {children}
        {state.error && (
          <Alert color="red" role="alert">
            {describeOnline(state.error, t)}
          </Alert>
        )}
        <Group justify="end" gap="xs">
          <Button variant="default" onClick={close}>
            {t("app:cancel")}
          </Button>
          <Button type="submit" loading={state.isPending} disabled={!isReady}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
