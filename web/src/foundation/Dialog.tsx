import { Modal } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

interface DialogProps {
  title: string;
  /** Called when it has gone: unmount it then. */
  onClose: () => void;
  /** Gets `close`, which takes the dialog away and the focus back to where it was. */
  children: (close: () => void) => ReactNode;
}

/** A dialog that is open while it is mounted. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const { t } = useTranslation();
  // Opened a moment after it is mounted: only then does it note where the focus was.
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
