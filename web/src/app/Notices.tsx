import { lazy, Suspense } from "react";
import { useSession } from "../account/session";
import { domains } from "../domains";
import { loadPiece } from "../foundation/domain";
import { started } from "../foundation/start";
import { ConnectionNote } from "./ConnectionNote";

const NOTICES = domains.flatMap((domain) =>
  (domain.notices ?? []).map((notice) => lazy(() => loadPiece(domain, notice, domains))),
);

/** Of no use before there is something on the screen. */
const Announcements = lazy(async () => {
  await started;
  return import("./Announcements");
});

/** What the domains have to say to a signed-in account on every screen. */
export function Notices() {
  const { userId } = useSession();
  if (!userId) return null;
  return (
    <>
      <ConnectionNote />
      <Suspense>
        <Announcements />
      </Suspense>
      {NOTICES.map((Notice, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
        <Suspense key={index}>
          <Notice />
        </Suspense>
      ))}
    </>
  );
}
