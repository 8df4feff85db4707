import { PasswordInput, Stack } from "@mantine/core";
import { hasLength, isNotEmpty, useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { changePassword } from "../api";
import { PASSWORD_LENGTH } from "../passwordLength";
import { useSession } from "../session";
import { Saved } from "./Saved";

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
  });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => change.mutate(values))}>
      <Stack gap="sm">
        <input type="hidden" autoComplete="username" value={email ?? ""} readOnly />
        <PasswordInput
          label={t("accountPage:password.current")}
          autoComplete="current-password"
          {...form.getInputProps("current")}
        />
        <PasswordInput
          label={t("accountPage:password.next")}
          description={t("accountPage:password.hint", { length: PASSWORD_LENGTH })}
          autoComplete="new-password"
          {...form.getInputProps("next")}
        />
        <Saved mutation={change} submit={t("accountPage:password.submit")} />
      </Stack>
    </form>
  );
}
