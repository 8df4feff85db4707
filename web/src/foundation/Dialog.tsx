import { type ReactNode, useEffect, useState } from "react";
import { FormModal } from "./unsaved";

interface DialogProps {
  title: string;
  /** Called when the dialog has closed. Unmount it then. */
  onClose: () => void;
  /** Gets `close`, which closes the dialog and returns the focus. */
  children: (close: () => void) => ReactNode;
}

/** A dialog that is open while it is mounted. */
export function Dialog({ title, onClose, children }: DialogProps) {
  // Opened only after it is mounted, because only then does it remember where the focus was.
  const [opened, setOpened] = useState(false);
  useEffect(() => setOpened(true), []);
  const close = () => setOpened(false);
  return (
    <FormModal opened={opened} onClose={close} onExitTransitionEnd={onClose} title={title}>
      {children(close)}
    </FormModal>
  );
}
