import { Button, Stack, TextInput } from "@mantine/core";
import { isNotEmpty, useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

/** Takes a code that was read or heard. The page of the invite says who it is from, and asks. */
export function JoinForm() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { code: "" },
    validate: { code: isNotEmpty(t("people:invite.missing")) },
  });

  const submit = form.onSubmit(({ code }) => navigate(`/invite/${encodeURIComponent(code.trim())}`));
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <TextInput
          label={t("people:invite.code")}
          placeholder="ABCD-EFGH-JKMN"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          required
          {...form.getInputProps("code")}
        />
        <Button type="submit">{t("people:invite.submit")}</Button>
      </Stack>
    </form>
  );
}
