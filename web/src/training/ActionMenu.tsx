import { lazy, type ReactElement, Suspense } from "react";

const OpenMenu = lazy(() => import("./OpenMenu"));

export interface Action {
  label: string;
  onClick: () => void;
  isDanger?: boolean;
  isDisabled?: boolean;
}

export interface ActionMenuProps {
  /** The button that opens it. */
  trigger: ReactElement;
  actions: Action[];
}

/** A menu of what can be done to a row of a list. It is loaded after the list is shown. */
export function ActionMenu(props: ActionMenuProps) {
  return (
    <Suspense fallback={props.trigger}>
      <OpenMenu {...props} />
    </Suspense>
  );
}
