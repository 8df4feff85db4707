import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useUserId } from "../../account/session";
import { useClients } from "../../people/queries";

interface ClientSelectProps {
  value: string;
  onChange: (clientId: string) => void;
}

/** Chooses one of the coach's own clients: nobody else sells to them. */
export function ClientSelect({ value, onChange }: ClientSelectProps) {
  const { t } = useTranslation();
  const userId = useUserId();
  const clients = useClients();
  const own = (clients.data ?? []).filter(({ coachId, isArchived }) => coachId === userId && !isArchived);
  return (
    <NativeSelect
      label={t("billingCoach:client")}
      data-autofocus
      value={value}
      data={[
        { value: "", label: t("billingCoach:choose") },
        ...own.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
