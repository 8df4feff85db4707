import type { TFunction } from "i18next";
import { type ComponentType, createContext, type ReactNode, useContext } from "react";
import { getI18n } from "react-i18next";
import type { Enum } from "./database";
import { loadWords } from "./i18n";
import type { Dictionaries, Namespaces } from "./i18n/dictionary";
import type { Language } from "./i18n/language";

/** What a domain tells the app about itself, in its `domain.ts`. Loaded at the start: what is larger is imported when it is needed. */
export interface Domain {
  /** The name of its folder. */
  name: string;
  /** Its words by namespace, of which one has its name. */
  words: Dictionaries;
  routes?: Route[];
  navigation?: NavigationItem[];
  /** Shown in the menu of the account. */
  menu?: MenuItem[];
  clientSections?: ClientSection[];
  clientList?: Piece<ClientListPart>;
  /** Deletes what an account keeps on this device about a client whom it sees no more. */
  forgetClient?: (userId: string, clientId: string) => Promise<void>;
}

/** Something that is loaded when it is needed, with its words. */
export interface Piece<T> {
  /** The namespaces of its words; where absent, the one of its domain. A test finds what is missing. */
  says?: (keyof Namespaces)[];
  load: (domains: readonly Domain[]) => Promise<{ default: T }>;
}

export type Role = Enum<"profile_role">;

/** Words that are shown before any dictionary is loaded. */
export type Label = Record<Language, string>;

export interface Route extends Piece<ComponentType> {
  path: string;
  /** Who comes here: everybody, whoever is signed in, or a role. What they may read is decided in the database. */
  access: "everybody" | "account" | Role;
}

/** A link at the top. The first one of a role is its start page. */
export interface NavigationItem {
  to: string;
  role: Role;
  label: Label;
}

export interface MenuItem {
  to: string;
  label: Label;
  Icon: ComponentType<{ size: number; "aria-hidden": boolean }>;
}

/** A client as lists of a coach show them. */
export interface CoachedClient {
  id: string;
  name: string;
  timezone: string;
  hasAccount: boolean;
  hasOpenInvite: boolean;
}

/** A section of a client's page, under /clients/<id>/<path>. The first one of all is shown at /clients/<id>. */
export interface ClientSection extends Piece<ComponentType<ClientSectionProps>> {
  path: string;
  label: Label;
  /** Beside the label. */
  badge?: Piece<ComponentType<ClientSectionProps>>;
}

export interface ClientSectionProps {
  client: CoachedClient;
}

/** What a domain adds to the coach's list of clients. */
export interface ClientListPart<Data = unknown> {
  /** Loads, at once, what it needs to know of all clients. */
  query: { queryKey: readonly unknown[]; queryFn: () => Promise<Data>; refetchInterval?: number };
  /** How much a client needs their coach. Whose sum over all domains is largest comes first. */
  urgency?(client: CoachedClient, data: Data): number;
  /** The most urgent in a few words, where there is room for no more. */
  note?(client: CoachedClient, data: Data, t: TFunction): string | undefined;
  /** Below the name: chips, a line of text. */
  Badges?(props: { client: CoachedClient; data: Data }): ReactNode;
  /** Beside the name. */
  Columns?(props: { client: CoachedClient; data: Data }): ReactNode;
  filter?: ClientListFilter<Data>;
}

/** A way to show only some clients. What is chosen is in the address, so that it can be kept and shared. */
export interface ClientListFilter<Data> {
  /** Its name in the address. */
  param: string;
  Control(props: { data: Data; value: string; onChange: (value: string) => void }): ReactNode;
  /** Asked only where `value` is not empty. */
  matches(client: CoachedClient, data: Data, value: string): boolean;
}

const DomainsContext = createContext<readonly Domain[]>([]);

export const DomainsProvider = DomainsContext.Provider;

export function useDomains(): readonly Domain[] {
  return useContext(DomainsContext);
}

/** The words of all domains, by namespace. */
export function dictionariesOf(domains: readonly Domain[]): Dictionaries {
  return Object.assign({}, ...domains.map(({ words }) => words));
}

/** A piece of a domain, once its words are there too. */
export async function loadPiece<T>(
  { name }: Domain,
  { says = [name as keyof Namespaces], load }: Piece<T>,
  domains: readonly Domain[],
): Promise<{ default: T }> {
  const [module] = await Promise.all([load(domains), loadWords(getI18n(), says)]);
  return module;
}
