import { Alert, Button, Stack, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { browserTimeZone } from "../../foundation/calendar";
import { describeError } from "../../foundation/describeError";
import { useLanguage } from "../../foundation/i18n/useLanguage";
import { useAcceptInvite } from "../queries";

export function JoinForm({ code = "" }: { code?: string }) {
  const { t } = useTranslation();
  const locale = useLanguage();
  const navigate = useNavigate();
  const accept = useAcceptInvite();
  const form = useForm({
    initialValues: { code },
    validate: { code: isNotEmpty(t("people:invite.missing")) },
  });

  const submit = form.onSubmit((values) =>
    accept.mutate(
      { code: values.code, timezone: browserTimeZone(), locale },
      { onSuccess: () => navigate("/", { replace: true }) },
    ),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {accept.error && (
          <Alert color="red" role="alert">
            {describeError(accept.error, t)}
          </Alert>
        )}
        <TextInput
          label={t("people:invite.code")}
          placeholder="ABCD-EFGH-JKMN"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          required
          {...form.getInputProps("code")}
        />
        <Button type="submit" loading={accept.isPending}>
          {t("people:invite.submit")}
        </Button>
      </Stack>
    </form>
  );
}
