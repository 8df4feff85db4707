import { Stack } from "@mantine/core";
import { hasLength, isNotEmpty, useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { asRequestError } from "../../foundation/request";
import { changePassword } from "../api";
import { PasswordField } from "../PasswordField";
import { PASSWORD_LENGTH } from "../passwordLength";
import { useSession } from "../session";
import { Saved } from "./Saved";

/** Signing in to check the current password has failed: here only the password can be wrong. */
const isWrong = (error: unknown) => error !== null && asRequestError(error).code === "invalid_credentials";

export function PasswordForm() {
  const { t } = useTranslation();
  const { email } = useSession();
  const form = useForm({
    initialValues: { current: "", next: "" },
    validate: {
      current: isNotEmpty(t("accountPage:password.currentMissing")),
      next: hasLength({ min: PASSWORD_LENGTH }, t("account:invalid.password", { length: PASSWORD_LENGTH })),
    },
  });
  const change = useMutation({
    mutationFn: ({ current, next }: typeof form.values) => changePassword(email ?? "", current, next),
    onSuccess: () => form.reset(),
    onError: (error) => {
      if (isWrong(error)) form.setFieldError("current", t("accountPage:password.currentWrong"));
    },
  });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => change.mutate(values))}>
      <Stack gap="sm">
        <input type="hidden" autoComplete="username" value={email ?? ""} readOnly />
        <PasswordField
          label={t("accountPage:password.current")}
          autoComplete="current-password"
          {...form.getInputProps("current")}
        />
        <PasswordField
          label={t("accountPage:password.next")}
          description={t("accountPage:password.hint", { length: PASSWORD_LENGTH })}
          autoComplete="new-password"
          {...form.getInputProps("next")}
        />
        <Saved
          mutation={isWrong(change.error) ? { ...change, error: null } : change}
          submit={t("accountPage:password.submit")}
        />
      </Stack>
    </form>
  );
}
