import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Me } from "../api";
import { useChangeRole } from "../queries";
import { RoleChoice } from "../RoleChoice";
import { Saved } from "./Saved";

/** Somebody who chose the wrong role takes the other one, unless a diary or clients depend on it. */
export function RoleForm({ me }: { me: Me }) {
  const { t } = useTranslation();
  const [role, setRole] = useState(me.role);
  const change = useChangeRole();
  if (me.client) return <Text size="sm">{t("accountPage:role.hasDiary")}</Text>;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(role);
      }}
    >
      <Stack gap="sm">
        <RoleChoice
          value={role}
          onChange={(chosen) => {
            setRole(chosen);
            change.reset();
          }}
        />
        <Saved mutation={change} submit={t("app:save")} disabled={role === me.role} />
      </Stack>
    </form>
  );
}
