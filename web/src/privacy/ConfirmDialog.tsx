import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import type { UseMutationResult } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../foundation/Dialog";
import { describeError } from "../foundation/describeError";
import { sameText } from "./sameText";

interface ConfirmDialogProps {
  title: string;
  /** What will happen. */
  body: string;
  submit: string;
  /** The text that must be typed to confirm. Absent: none. */
  expected?: string;
  action: UseMutationResult<void, Error, string>;
  /** A choice that belongs to it. */
  children?: ReactNode;
  onClose: () => void;
}

/** Asks for confirmation of something that cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, body, submit, expected, action, onClose, children } = props;
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const confirmed = expected === undefined || sameText(typed, expected);
  return (
    <Dialog title={title} onClose={onClose}>
      {(close) => (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!confirmed || action.isPending) return;
            action.mutate(typed, { onSuccess: close });
          }}
        >
          <Stack gap="sm">
            {action.error && (
              <Alert color="red" role="alert" title={t("privacy:failed")}>
                {describeError(action.error, t)}
              </Alert>
            )}
            <Text size="sm">{body}</Text>
            {expected !== undefined && (
              <TextInput
                label={t("privacy:confirm", { expected })}
                value={typed}
                onChange={(event) => setTyped(event.currentTarget.value)}
                autoComplete="off"
                spellCheck={false}
                data-autofocus
              />
            )}
            {children}
            <Group justify="end" gap="xs">
              <Button variant="default" onClick={close}>
                {t("app:cancel")}
              </Button>
              <Button type="submit" color="red" disabled={!confirmed} loading={action.isPending}>
                {submit}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}
