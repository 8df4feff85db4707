import { Alert, Anchor, Button, Stack } from "@mantine/core";
import { hasLength, useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { usePageTitle } from "../../foundation/usePageTitle";
import { Waiting } from "../../foundation/Waiting";
import { AuthCard } from "../AuthCard";
import { chooseNewPassword } from "../api";
import { describeAuthError } from "../describeAuthError";
import { PasswordField } from "../PasswordField";
import { PASSWORD_LENGTH } from "../passwordLength";
import { useSession } from "../session";

/** /new-password: where the link of the letter leads. The link has signed the person in, unless it is used up. */
export default function NewPasswordPage() {
  const { t } = useTranslation();
  const { userId, email } = useSession();
  const navigate = useNavigate();
  const choose = useMutation({
    mutationFn: chooseNewPassword,
    onSuccess: () => navigate("/", { replace: true }),
  });
  const form = useForm({
    initialValues: { password: "" },
    validate: {
      password: hasLength(
        { min: PASSWORD_LENGTH },
        t("account:invalid.password", { length: PASSWORD_LENGTH }),
      ),
    },
  });
  usePageTitle(t("accountAccess:choose.title"));
  if (userId === undefined) return <Waiting />;
  if (userId === null) {
    return (
      <AuthCard title={t("accountAccess:choose.title")}>
        <Alert color="orange" role="alert">
          {t("accountAccess:choose.expired")}
        </Alert>
        <Anchor component={Link} to="/reset-password" underline="always">
          {t("accountAccess:choose.again")}
        </Anchor>
      </AuthCard>
    );
  }
  return (
    <AuthCard title={t("accountAccess:choose.title")} hint={email ?? undefined}>
      <form noValidate onSubmit={form.onSubmit(({ password }) => choose.mutate(password))}>
        <Stack gap="sm">
          {choose.error && (
            <Alert color="red" role="alert">
              {describeAuthError(choose.error, t)}
            </Alert>
          )}
          <input type="hidden" autoComplete="username" value={email ?? ""} readOnly />
          <PasswordField
            label={t("accountAccess:choose.password")}
            description={t("account:invalid.password", { length: PASSWORD_LENGTH })}
            autoComplete="new-password"
            required
            {...form.getInputProps("password")}
          />
          <Button type="submit" loading={choose.isPending}>
            {t("accountAccess:choose.submit")}
          </Button>
        </Stack>
      </form>
    </AuthCard>
  );
}
