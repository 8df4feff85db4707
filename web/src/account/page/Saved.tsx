import { Alert, Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { describeAuthError } from "../describeAuthError";

interface SavedProps {
  mutation: { error: unknown; isPending: boolean; isSuccess: boolean };
  /** On the button. */
  submit: string;
  disabled?: boolean;
}

/** The end of a form of the account: what went wrong, the button, and that it was saved. */
export function Saved({ mutation, submit, disabled = false }: SavedProps) {
  const { t } = useTranslation();
  return (
    <>
      {mutation.error !== null && mutation.error !== undefined && (
        <Alert color="red" role="alert">
          {describeAuthError(mutation.error, t)}
        </Alert>
      )}
      <Group gap="sm">
        <Button type="submit" loading={mutation.isPending} disabled={disabled}>
          {submit}
        </Button>
        <Text size="sm" role="status">
          {mutation.isSuccess && t("accountPage:saved")}
        </Text>
      </Group>
    </>
  );
}
