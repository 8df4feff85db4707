import { Alert, Button, Input, PasswordInput, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { hasLength, isEmail, isNotEmpty, useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { browserTimeZone } from "../foundation/calendar";
import { useLanguage } from "../foundation/i18n/useLanguage";
import { type Role, signUp } from "./api";
import { describeAuthError } from "./describeAuthError";

const PASSWORD_LENGTH = 8;

/** With `role`, for somebody who is known to be one; else asks. */
export function SignUpForm({ role }: { role?: Role }) {
  const { t } = useTranslation();
  const locale = useLanguage();
  const account = useMutation({ mutationFn: signUp });
  const form = useForm({
    initialValues: { fullName: "", email: "", password: "", role: role ?? ("client" as Role) },
    validate: {
      fullName: isNotEmpty(t("account:invalid.fullName")),
      email: isEmail(t("account:invalid.email")),
      password: hasLength(
        { min: PASSWORD_LENGTH },
        t("account:invalid.password", { length: PASSWORD_LENGTH }),
      ),
    },
  });

  if (account.data === false) {
    return (
      <Alert title={t("account:signUp.checkMail")} role="status">
        {t("account:signUp.checkMailHint", { email: form.values.email })}
      </Alert>
    );
  }
  return (
    <form onSubmit={form.onSubmit((values) => account.mutate({ ...values, locale }))} noValidate>
      <Stack gap="sm">
        {account.error && (
          <Alert color="red" role="alert">
            {describeAuthError(account.error, t)}
          </Alert>
        )}
        {!role && (
          <Input.Wrapper
            label={t("account:signUp.iAm")}
            labelElement="div"
            description={form.values.role === "client" ? t("account:signUp.clientHint") : undefined}
            inputWrapperOrder={["label", "input", "description"]}
          >
            <SegmentedControl
              fullWidth
              aria-label={t("account:signUp.iAm")}
              data={[
                { value: "client", label: t("account:signUp.client") },
                { value: "coach", label: t("account:signUp.coach") },
              ]}
              {...form.getInputProps("role")}
            />
          </Input.Wrapper>
        )}
        <TextInput
          label={t("account:field.fullName")}
          autoComplete="name"
          maxLength={200}
          required
          {...form.getInputProps("fullName")}
        />
        <TextInput
          label={t("account:field.email")}
          type="email"
          autoComplete="username"
          required
          {...form.getInputProps("email")}
        />
        <PasswordInput
          label={t("account:field.password")}
          autoComplete="new-password"
          required
          {...form.getInputProps("password")}
        />
        <Text size="xs" c="dimmed">
          {t("account:signUp.timeZone", { timeZone: browserTimeZone() })}
        </Text>
        <Button type="submit" loading={account.isPending}>
          {t("account:signUp.submit")}
        </Button>
      </Stack>
    </form>
  );
}
