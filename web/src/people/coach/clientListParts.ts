import { use } from "react";
import { type ClientListPart, type Domain, loadPiece, type Piece, useDomains } from "../../foundation/domain";

/** What one domain adds to the list. */
export interface NamedPart {
  domain: string;
  part: ClientListPart;
}

let loading: Promise<NamedPart[]> | undefined;

/** What all domains add to the list of clients. */
function clientListParts(domains: readonly Domain[]): Promise<NamedPart[]> {
  loading ??= Promise.all(
    domains.flatMap((domain) => (domain.clientList ? [named(domain, domain.clientList, domains)] : [])),
  );
  return loading;
}

async function named(
  domain: Domain,
  piece: Piece<ClientListPart>,
  domains: readonly Domain[],
): Promise<NamedPart> {
  return { domain: domain.name, part: (await loadPiece(domain, piece, domains)).default };
}

/** Loads a screen, and beside it what the list of clients is made of. */
export async function preloadClientList<Screen>(
  domains: readonly Domain[],
  load: () => Promise<Screen>,
): Promise<Screen> {
  const [screen] = await Promise.all([load(), clientListParts(domains)]);
  return screen;
}

/** Only below screens loaded by `preloadClientList`, which then never wait here. */
export function useClientListParts(): NamedPart[] {
  return use(clientListParts(useDomains()));
}
