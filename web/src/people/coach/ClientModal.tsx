import { Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Client } from "../../account/api";
import { LoadingBlock } from "../../foundation/Panel";
import { FormModal } from "../../foundation/unsaved";
import { useTeam } from "../team/queries";
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
  const team = useTeam();
  const close = () => {
    setAdded(undefined);
    onClose();
  };
  if (added) return <InviteModal {...added} opened={opened} onClose={close} />;
  return (
    <FormModal opened={opened} onClose={close} title={t("peopleCoach:client.add")}>
      {team.isPending ? (
        <LoadingBlock height={420} />
      ) : (
        <ClientForm
          defaults={team.data?.settings}
          onSaved={(clientId, name) => setAdded({ clientId, name })}
          onCancel={close}
        />
      )}
    </FormModal>
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
    <FormModal {...modal} title={t("peopleCoach:client.edit")}>
      <ClientForm client={client} onSaved={modal.onClose} onCancel={modal.onClose} />
    </FormModal>
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
