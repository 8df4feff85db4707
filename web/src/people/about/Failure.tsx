import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";

/** Why something could not be saved; nothing while it could. */
export function Failure({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error) return null;
  return (
    <Alert color="red" role="alert">
      {describeError(error, t)}
    </Alert>
  );
}
