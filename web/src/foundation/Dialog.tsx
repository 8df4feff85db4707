import { Modal } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

interface DialogProps {
  title: string;
  /** Called when the dialog has closed. Unmount it then. */
  onClose: () => void;
  /** Gets `close`, which closes the dialog and returns the focus. */
  children: (close: () => void) => ReactNode;
}

/** A dialog that is open while it is mounted. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const { t } = useTranslation();
  // Opened only after it is mounted, because only then does it remember where the focus was.
  const [opened, setOpened] = useState(false);
  useEffect(() => setOpened(true), []);
  const close = () => setOpened(false);
  return (
    <Modal
      opened={opened}
      onClose={close}
      onExitTransitionEnd={onClose}
      title={title}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      {children(close)}
    </Modal>
  );
}
