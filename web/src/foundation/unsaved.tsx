import { Alert, Button, Group, Modal, type ModalProps } from "@mantine/core";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

const Unsaved = createContext<(isUnsaved: boolean) => void>(() => undefined);

/** A form tells the dialog around it that something typed would be lost. */
export function useUnsaved(isUnsaved: boolean): void {
  const tell = useContext(Unsaved);
  useEffect(() => {
    tell(isUnsaved);
    return () => tell(false);
  }, [tell, isUnsaved]);
}

/** A dialog that does not throw away a half-filled form: Escape, a click beside it and its cross ask first. */
export function FormModal({ onClose, children, ...modal }: ModalProps & { children: ReactNode }) {
  const { t } = useTranslation();
  const unsaved = useRef(false);
  const [isAsking, setAsking] = useState(false);
  const [tell] = useState(() => (isUnsaved: boolean) => {
    unsaved.current = isUnsaved;
    if (!isUnsaved) setAsking(false);
  });
  return (
    <Modal
      {...modal}
      onClose={() => (unsaved.current ? setAsking(!isAsking) : onClose())}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      {isAsking && (
        <Alert color="orange" role="alert" mb="sm" title={t("app:unsaved.title")}>
          <Group gap="xs">
            <Button size="compact-sm" variant="default" autoFocus onClick={() => setAsking(false)}>
              {t("app:unsaved.goOn")}
            </Button>
            <Button size="compact-sm" variant="default" onClick={onClose}>
              {t("app:unsaved.discard")}
            </Button>
          </Group>
        </Alert>
      )}
      <Unsaved value={tell}>{children}</Unsaved>
    </Modal>
  );
}
