import { Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Client } from "../../account/api";
import { ClientForm } from "./ClientForm";
import { InvitePanel } from "./InvitePanel";

interface Invited {
  clientId: string;
  name: string;
}

/** Adds a client, then offers an invite code. */
export function AddClientModal({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [added, setAdded] = useState<Invited>();
  const close = () => {
    setAdded(undefined);
    onClose();
  };
  if (added) return <InviteModal {...added} opened={opened} onClose={close} />;
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t("peopleCoach:client.add")}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      <ClientForm onSaved={(clientId, name) => setAdded({ clientId, name })} onCancel={close} />
    </Modal>
  );
}

export function EditClientModal({
  client,
  ...modal
}: {
  client: Client;
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      {...modal}
      title={t("peopleCoach:client.edit")}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      <ClientForm client={client} onSaved={modal.onClose} onCancel={modal.onClose} />
    </Modal>
  );
}

export function InviteModal({
  clientId,
  name,
  ...modal
}: Invited & { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      {...modal}
      title={t("peopleCoach:invitation.title", { name })}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      <InvitePanel clientId={clientId} onDone={modal.onClose} />
    </Modal>
  );
}
