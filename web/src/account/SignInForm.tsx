import { Alert, Button, Stack, TextInput } from "@mantine/core";
import { isEmail, isNotEmpty, useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { signIn } from "./api";
import { describeAuthError } from "./describeAuthError";
import { PasswordField } from "./PasswordField";

interface SignInFormProps {
  /** On the button, where it is not only about signing in. */
  submit?: string;
  /** Called when it is sent. */
  onSubmit?: () => void;
}

export function SignInForm({ submit, onSubmit }: SignInFormProps) {
  const { t } = useTranslation();
  const { mutate, error, isPending } = useMutation({ mutationFn: signIn });
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { email: "", password: "" },
    validate: {
      email: isEmail(t("account:invalid.email")),
      password: isNotEmpty(t("account:invalid.password", { length: 1 })),
    },
  });
  return (
    <form
      onSubmit={form.onSubmit((values) => {
        onSubmit?.();
        mutate(values);
      })}
      noValidate
    >
      <Stack gap="sm">
        {error && (
          <Alert color="red" role="alert">
            {describeAuthError(error, t)}
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
        <PasswordField
          label={t("account:field.password")}
          autoComplete="current-password"
          required
          key={form.key("password")}
          {...form.getInputProps("password")}
        />
        <Button type="submit" loading={isPending}>
          {submit ?? t("account:signIn.submit")}
        </Button>
      </Stack>
    </form>
  );
}
