import { Alert, Button, Checkbox, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useMe } from "../../account/queries";
import { describeError } from "../../foundation/describeError";
import { Panel } from "../../foundation/Panel";
import { useCreateTeam } from "./queries";

/** Opens a studio, or joins one by a code. */
export function NoTeam() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  return (
    <>
      {me?.role === "coach" && (
        <Panel title={t("peopleTeam:open.title")}>
          <OpenForm />
        </Panel>
      )}
      <Panel title={t("peopleTeam:join.title")}>
        <CodeForm />
      </Panel>
    </>
  );
}

function OpenForm() {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [withClients, setWithClients] = useState(true);
  const create = useCreateTeam();
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ name: name.trim(), withClients });
      }}
    >
      <Stack gap="sm" align="start">
        {create.error && (
          <Alert color="red" role="alert" w="100%">
            {describeError(create.error, t)}
          </Alert>
        )}
        <TextInput
          label={t("peopleTeam:name")}
          description={t("peopleTeam:open.hint")}
          maxLength={100}
          autoComplete="organization"
          w="100%"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Checkbox
          label={t("peopleTeam:withClients")}
          description={t("peopleTeam:withClientsHint")}
          checked={withClients}
          onChange={(event) => setWithClients(event.currentTarget.checked)}
        />
        <Button type="submit" loading={create.isPending} disabled={!name.trim()}>
          {t("peopleTeam:open.submit")}
        </Button>
      </Stack>
    </form>
  );
}

function CodeForm() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [code, setCode] = useState("");
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim()) navigate(`/studio/invite/${encodeURIComponent(code.trim())}`);
      }}
    >
      <Stack gap="sm" align="start">
        <TextInput
          label={t("peopleTeam:join.code")}
          placeholder="ABCD-EFGH-JKMN"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          w="100%"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={!code.trim()}>
          {t("peopleTeam:join.submit")}
        </Button>
      </Stack>
    </form>
  );
}
