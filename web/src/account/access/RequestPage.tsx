import { Alert, Anchor, Button, Stack, TextInput } from "@mantine/core";
import { isEmail, useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { usePageTitle } from "../../foundation/usePageTitle";
import { AuthCard } from "../AuthCard";
import { requestNewPassword } from "../api";
import { describeAuthError } from "../describeAuthError";

/** /reset-password: asks for the link to a new password. The answer is the same whether or not there is an account. */
export default function RequestPage() {
  const { t } = useTranslation();
  const request = useMutation({ mutationFn: requestNewPassword });
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { email: "" },
    validate: { email: isEmail(t("account:invalid.email")) },
  });
  usePageTitle(t("accountAccess:request.title"));
  return (
    <AuthCard title={t("accountAccess:request.title")} hint={t("accountAccess:request.hint")}>
      {request.isSuccess ? (
        <Alert title={t("accountAccess:request.sent")} role="status">
          {t("accountAccess:request.sentHint", { email: request.variables })}
        </Alert>
      ) : (
        <form noValidate onSubmit={form.onSubmit(({ email }) => request.mutate(email.trim()))}>
          <Stack gap="sm">
            {request.error && (
              <Alert color="red" role="alert">
                {describeAuthError(request.error, t)}
              </Alert>
            )}
            <TextInput
              label={t("account:field.email")}
              type="email"
              autoComplete="username"
              inputMode="email"
              required
              key={form.key("email")}
              {...form.getInputProps("email")}
            />
            <Button type="submit" loading={request.isPending}>
              {t("accountAccess:request.submit")}
            </Button>
          </Stack>
        </form>
      )}
      <Anchor component={Link} to="/sign-in" size="sm" underline="always">
        {t("accountAccess:request.toSignIn")}
      </Anchor>
    </AuthCard>
  );
}
