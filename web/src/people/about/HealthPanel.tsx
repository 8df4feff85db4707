import { Alert, Button, Group, NativeSelect, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { conflictIn } from "../../foundation/conflict";
import { LoadError, LoadingBlock, Panel } from "../../foundation/Panel";
import type { Contact, Health } from "./api";
import { Failure } from "./Failure";
import { useHealth, useSaveHealth } from "./queries";

const MOST_CONTACTS = 5;
const TEXTS = ["conditions", "injuries", "medications", "allergies"] as const;
const CLEARANCES = ["not_asked", "needed", "given"] as const;

/** Health and emergency contacts. A coach opens it knowingly, because the reading is recorded. */
export default function HealthPanel({
  clientId,
  isClient = false,
}: {
  clientId: string;
  isClient?: boolean;
}) {
  const { t } = useTranslation();
  const [opened, open] = useState(isClient);
  const health = useHealth(clientId, opened);
  const [loaded, setLoaded] = useState(0);
  return (
    <Panel title={t("peopleAbout:health.title")}>
      <Stack gap="sm" align="stretch">
        <Text size="sm" c="dimmed">
          {t(isClient ? "peopleAbout:health.clientHint" : "peopleAbout:health.coachHint")}
        </Text>
        {!opened ? (
          <Group>
            <Button variant="default" onClick={() => open(true)}>
              {t("peopleAbout:health.read")}
            </Button>
          </Group>
        ) : health.data ? (
          <HealthForm
            key={loaded}
            clientId={clientId}
            health={health.data}
            reload={() => void health.refetch().then(() => setLoaded(loaded + 1))}
          />
        ) : health.error ? (
          <LoadError error={health.error} retry={() => health.refetch()} retrying={health.isFetching} />
        ) : (
          <LoadingBlock height={360} />
        )}
      </Stack>
    </Panel>
  );
}

function HealthForm({ clientId, health, reload }: { clientId: string; health: Health; reload: () => void }) {
  const { t } = useTranslation();
  const [values, setValues] = useState(health);
  const save = useSaveHealth(clientId);
  const change = (changed: Partial<Health>) => {
    setValues({ ...values, ...changed });
    save.reset();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ ...values, version: health.version });
      }}
    >
      <Stack gap="sm">
        {conflictIn(save.error) ? (
          <Alert color="orange" role="alert">
            <Stack gap="xs" align="start">
              <Text size="sm">{t("peopleAbout:health.changed")}</Text>
              <Button size="compact-sm" variant="default" onClick={reload}>
                {t("peopleAbout:health.reload")}
              </Button>
            </Stack>
          </Alert>
        ) : (
          <Failure error={save.error} />
        )}
        {TEXTS.map((field) => (
          <Textarea
            key={field}
            label={t(`peopleAbout:health.${field}`)}
            maxLength={4000}
            autosize
            value={values[field]}
            onChange={(event) => change({ [field]: event.currentTarget.value })}
          />
        ))}
        <NativeSelect
          label={t("peopleAbout:health.clearance")}
          data={CLEARANCES.map((value) => ({ value, label: t(`peopleAbout:clearance.${value}`) }))}
          value={values.clearance}
          onChange={(event) => change({ clearance: event.currentTarget.value as Health["clearance"] })}
        />
        <Contacts contacts={values.contacts} onChange={(contacts) => change({ contacts })} />
        <Group gap="sm">
          <Button type="submit" loading={save.isPending}>
            {t("app:save")}
          </Button>
          <Text size="sm" role="status">
            {save.isSuccess && t("peopleAbout:saved")}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}

function Contacts({ contacts, onChange }: { contacts: Contact[]; onChange: (contacts: Contact[]) => void }) {
  const { t } = useTranslation();
  const changed = (index: number, change: Partial<Contact>) =>
    onChange(contacts.map((contact, at) => (at === index ? { ...contact, ...change } : contact)));
  return (
    <Stack component="fieldset" gap="xs" p={0} m={0} bd={0}>
      <Text component="legend" size="sm" fw={500}>
        {t("peopleAbout:contacts.title")}
      </Text>
      {contacts.map((contact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a contact is its place in the list
        <Group key={index} gap="xs" align="end">
          <TextInput
            label={t("peopleAbout:contacts.name")}
            maxLength={200}
            flex="1 1 9rem"
            value={contact.name}
            onChange={(event) => changed(index, { name: event.currentTarget.value })}
          />
          <TextInput
            label={t("peopleAbout:contacts.phone")}
            type="tel"
            maxLength={40}
            flex="1 1 9rem"
            value={contact.phone}
            onChange={(event) => changed(index, { phone: event.currentTarget.value })}
          />
          <TextInput
            label={t("peopleAbout:contacts.relation")}
            maxLength={100}
            flex="1 1 7rem"
            value={contact.relation}
            onChange={(event) => changed(index, { relation: event.currentTarget.value })}
          />
          <Button
            variant="default"
            aria-label={t("peopleAbout:contacts.removeName", { name: contact.name || String(index + 1) })}
            onClick={() => onChange(contacts.filter((_, at) => at !== index))}
          >
            {t("peopleAbout:remove")}
          </Button>
        </Group>
      ))}
      {contacts.length < MOST_CONTACTS && (
        <Group>
          <Button
            size="xs"
            variant="default"
            onClick={() => onChange([...contacts, { name: "", phone: "", relation: "" }])}
          >
            {t("peopleAbout:contacts.add")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
