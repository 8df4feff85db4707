import { lazy, Suspense } from "react";
import { useSession } from "../account/session";
import { domains } from "../domains";
import { loadPiece } from "../foundation/domain";

const PIECES = domains.flatMap((domain) =>
  (domain.header ?? []).map((piece) => lazy(() => loadPiece(domain, piece, domains))),
);

/** What the domains show at the top of every screen of a signed-in account. */
export function HeaderPieces() {
  const { userId } = useSession();
  if (!userId) return null;
  return PIECES.map((Piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
    <Suspense key={index}>
      <Piece />
    </Suspense>
  ));
}
