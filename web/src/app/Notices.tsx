import { lazy, Suspense } from "react";
import { useSession } from "../account/session";
import { domains } from "../domains";
import { loadPiece } from "../foundation/domain";
import { ConnectionNote } from "./ConnectionNote";

const NOTICES = domains.flatMap((domain) =>
  (domain.notices ?? []).map((notice) => lazy(() => loadPiece(domain, notice, domains))),
);

/** What the domains have to say to a signed-in account on every screen. */
export function Notices() {
  const { userId } = useSession();
  if (!userId) return null;
  return (
    <>
      <ConnectionNote />
      {NOTICES.map((Notice, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
        <Suspense key={index}>
          <Notice />
        </Suspense>
      ))}
    </>
  );
}
