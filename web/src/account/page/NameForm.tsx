import { Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ConflictNote } from "../../foundation/ConflictNote";
import { conflictIn } from "../../foundation/conflict";
import type { Me } from "../api";
import { useChangeName } from "../queries";
import { Saved } from "./Saved";

export function NameForm({ me }: { me: Me }) {
  const { t } = useTranslation();
  const [name, setName] = useState(me.full_name);
  const change = useChangeName();
  const conflict = conflictIn(change.error);
  const save = (version: number) => change.mutate({ name: name.trim(), version });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) save(me.version);
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t("account:field.fullName")}
          description={t(me.role === "coach" ? "accountPage:name.coachHint" : "accountPage:name.clientHint")}
          autoComplete="name"
          maxLength={200}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            change.reset();
          }}
          error={name.trim() ? undefined : t("account:invalid.fullName")}
        />
        {conflict ? (
          <ConflictNote
            conflict={conflict}
            values={[{ now: String(conflict.now.full_name), yours: String(conflict.yours.full_name) }]}
            isSaving={change.isPending}
            onKeepNow={() => {
              setName(String(conflict.now.full_name));
              change.reset();
            }}
            onSaveYours={() => save(conflict.version)}
          />
        ) : (
          <Saved
            mutation={change}
            submit={t("app:save")}
            disabled={!name.trim() || name.trim() === me.full_name}
          />
        )}
      </Stack>
    </form>
  );
}
