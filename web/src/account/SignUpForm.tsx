import { Alert, Button, Stack, Text, TextInput } from "@mantine/core";
import { hasLength, isEmail, isNotEmpty, useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { browserTimeZone } from "../foundation/calendar";
import { useLanguage } from "../foundation/i18n/useLanguage";
import { type Role, signUp } from "./api";
import { describeAuthError } from "./describeAuthError";
import { PasswordField } from "./PasswordField";
import { PASSWORD_LENGTH } from "./passwordLength";
import { RoleChoice } from "./RoleChoice";

interface SignUpFormProps {
  /** Absent: the form asks for it. */
  role?: Role;
  /** On the button, where it is not only about signing up. */
  submit?: string;
  /** Called when it is sent. */
  onSubmit?: () => void;
}

export function SignUpForm({ role, submit, onSubmit }: SignUpFormProps) {
  const { t } = useTranslation();
  const locale = useLanguage();
  const account = useMutation({ mutationFn: signUp });
  const form = useForm({
    initialValues: { fullName: "", email: "", password: "", role: role ?? ("" as Role | "") },
    validate: {
      fullName: isNotEmpty(t("account:invalid.fullName")),
      email: isEmail(t("account:invalid.email")),
      role: isNotEmpty(t("account:invalid.role")),
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
    <form
      onSubmit={form.onSubmit(({ role: chosen, ...values }) => {
        if (!chosen) return;
        onSubmit?.();
        account.mutate({ ...values, role: chosen, locale });
      })}
      noValidate
    >
      <Stack gap="sm">
        {account.error && (
          <Alert color="red" role="alert">
            {describeAuthError(account.error, t)}
          </Alert>
        )}
        {!role && <RoleChoice {...form.getInputProps("role")} />}
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
        <PasswordField
          label={t("account:field.password")}
          description={t("account:invalid.password", { length: PASSWORD_LENGTH })}
          autoComplete="new-password"
          required
          {...form.getInputProps("password")}
        />
        <Text size="xs" c="dimmed">
          {t("account:signUp.timeZone", { timeZone: browserTimeZone() })}
        </Text>
        <Button type="submit" loading={account.isPending}>
          {submit ?? t("account:signUp.submit")}
        </Button>
      </Stack>
    </form>
  );
}
