import { use } from "react";
import { type Domain, type InboxPart, loadPiece, useDomains } from "../../foundation/domain";

let loading: Promise<InboxPart[]> | undefined;

/** What all domains put into the inbox. */
function inboxParts(domains: readonly Domain[]): Promise<InboxPart[]> {
  loading ??= Promise.all(
    domains.flatMap((domain) => (domain.inbox ? [loadPiece(domain, domain.inbox, domains)] : [])),
  ).then((parts) => parts.map((part) => part.default));
  return loading;
}

/** Loads the inbox and what the domains put into it at the same time. */
export async function preloadInbox<Screen>(
  domains: readonly Domain[],
  load: () => Promise<Screen>,
): Promise<Screen> {
  const [screen] = await Promise.all([load(), inboxParts(domains)]);
  return screen;
}

/** Only below screens that `preloadInbox` has loaded, which do not wait here. */
export function useInboxParts(): InboxPart[] {
  return use(inboxParts(useDomains()));
}
