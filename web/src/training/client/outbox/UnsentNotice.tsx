import { lazy, Suspense, useEffect, useState } from "react";
import { useLocation } from "react-router";
import { useUserId } from "../../../account/session";
import { countUnsent } from "./deviceStore";

const RefusedNote = lazy(() => import("./RefusedNote"));

/** Loads what sends steps of workouts where some wait on this device. */
export default function UnsentNotice() {
  const userId = useUserId();
  const { pathname } = useLocation();
  const [isNeeded, setNeeded] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again on each screen
  useEffect(() => {
    countUnsent(userId)
      .then((count) => setNeeded(count > 0))
      .catch(() => undefined); // a device without storage keeps nothing
  }, [userId, pathname]);
  return isNeeded ? (
    <Suspense>
      <RefusedNote />
    </Suspense>
  ) : null;
}
