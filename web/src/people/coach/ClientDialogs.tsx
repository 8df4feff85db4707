import { type ComponentProps, type ComponentType, lazy, Suspense, useState } from "react";

const AddClientModal = lazy(async () => ({ default: (await import("./ClientModal")).AddClientModal }));
const EditClientModal = lazy(async () => ({ default: (await import("./ClientModal")).EditClientModal }));
const InviteModal = lazy(async () => ({ default: (await import("./ClientModal")).InviteModal }));

/** Loaded when it is first opened; stays from then on, so that it can close gracefully. */
function whenOpened<Props extends { opened: boolean }>(Dialog: ComponentType<Props>) {
  return function WhenOpened(props: Props) {
    const [wanted, setWanted] = useState(props.opened);
    if (props.opened && !wanted) setWanted(true);
    if (!wanted) return null;
    return (
      <Suspense>
        <Dialog {...props} />
      </Suspense>
    );
  };
}

export const AddClientDialog = whenOpened<ComponentProps<typeof AddClientModal>>(AddClientModal);
export const EditClientDialog = whenOpened<ComponentProps<typeof EditClientModal>>(EditClientModal);
export const InviteDialog = whenOpened<ComponentProps<typeof InviteModal>>(InviteModal);
