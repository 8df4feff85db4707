import type { QueryKey } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { type ComponentType, createContext, type ReactNode, type Ref, useContext } from "react";
import { getI18n } from "react-i18next";
import type { Enum } from "./database";
import { loadWords } from "./i18n";
import type { Dictionaries, Namespaces } from "./i18n/dictionary";
import type { Format } from "./i18n/format";
import type { Language } from "./i18n/language";

/** The manifest of a domain, in its `domain.ts`. Loaded at the start, so it imports large pieces only when they are needed. */
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
  inbox?: Piece<InboxPart>;
  /** Shown at the top beside the menu of a signed-in account. Loaded after the screen. */
  header?: Piece<ComponentType>[];
  /** Shown above every screen of a signed-in account, when there is something to say. Loaded after the screen. */
  notices?: Piece<ComponentType>[];
  /** Which queries are loaded again when the database says what has changed. */
  live?: () => Promise<LiveQueries>;
  /** Deletes an account's data about a client from this device, when the account no longer sees the client. */
  forgetClient?: (userId: string, clientId: string) => Promise<void>;
  /** The unit in which a client's weights are shown while the client has chosen none. */
  weightUnit?: (clientId: string) => Promise<Enum<"weight_unit">>;
  /** How much of what an account has written is only on this device. */
  countUnsent?: (userId: string) => Promise<number>;
}

/** By the table that a message names: the queries that show it of a client, whose id is empty if it is about none. */
export type LiveQueries = Record<string, (clientId: string) => readonly QueryKey[]>;

/** Something that is loaded when it is needed, with its words. */
export interface Piece<T> {
  /** The namespaces of its words. Absent: the one of its domain. A test compares them with the keys in use. */
  says?: (keyof Namespaces)[];
  load: (domains: readonly Domain[]) => Promise<{ default: T }>;
}

export type Role = Enum<"profile_role">;

/** Words that are shown before any dictionary is loaded. */
export type Label = Record<Language, string>;

export interface Route extends Piece<ComponentType> {
  path: string;
  /** Who can open it: everybody, every signed-in account, or a role. The database decides what they can read. */
  access: "everybody" | "account" | Role;
}

/** A link at the top. The first one of a role is its start page. */
export interface NavigationItem {
  to: string;
  role: Role;
  label: Label;
  /** Beside the label. */
  badge?: Piece<ComponentType>;
}

export interface MenuItem {
  to: string;
  /** Absent: for everybody. */
  role?: Role;
  label: Label;
  Icon: ComponentType<{ size: number; "aria-hidden": boolean }>;
}

/** A client as a coach's lists show them. */
export interface CoachedClient {
  id: string;
  name: string;
  timezone: string;
  hasAccount: boolean;
  hasOpenInvite: boolean;
  isArchived: boolean;
  /** When the coach added them. */
  addedAt: string;
  /** Their own coach; others see them by a share or as owner or admin of the team. */
  coachId: string | null;
  coachName: string;
}

/** A section of a client's page, under /clients/<id>/<path>. The first one of all is shown at /clients/<id>. */
export interface ClientSection extends Piece<ComponentType<ClientSectionProps>> {
  path: string;
  label: Label;
  /** Stands behind the sections that a coach needs every day. */
  isSecondary?: true;
  /** Beside the label. */
  badge?: Piece<ComponentType<ClientSectionProps>>;
}

export interface ClientSectionProps {
  client: CoachedClient;
}

/** What a domain adds to the coach's list of clients. */
export interface ClientListPart<Data = unknown> {
  /** Loads the data of all clients in one request. */
  query: {
    queryKey: readonly unknown[];
    queryFn: () => Promise<Data>;
    refetchInterval?: () => number;
    refetchOnWindowFocus?: "always";
    meta?: Record<string, unknown>;
  };
  /** How much a client needs their coach. The list is sorted by the sum over all domains, largest first. */
  urgency?(client: CoachedClient, data: Data): number;
  /** The most urgent fact in a few words, for lists with little room. */
  note?(client: CoachedClient, data: Data, t: TFunction, format: Format): string | undefined;
  /** Below the name: chips, a line of text. */
  Badges?(props: { client: CoachedClient; data: Data }): ReactNode;
  /** Beside the name. */
  Columns?(props: { client: CoachedClient; data: Data }): ReactNode;
  filter?: ClientListFilter<Data>;
}

/** A filter of the list. Its value is in the address, so that it can be kept and shared. */
export interface ClientListFilter<Data> {
  /** The name of its parameter in the address. */
  param: string;
  Control(props: { data: Data; value: string; onChange: (value: string) => void }): ReactNode;
  /** Called only if `value` is not empty. */
  matches(client: CoachedClient, data: Data, value: string): boolean;
}

/** What a domain puts into the coach's inbox. */
export interface InboxPart {
  /** What waits for the coach. A hook, called whenever the inbox is drawn. */
  useItems(onDone: (done: Done) => void): InboxItems;
  /** Where the coach answers, below a card. */
  Reply?(props: { to: Recipient }): ReactNode;
}

export interface InboxItems {
  /** Undefined while they load. */
  items: InboxItem[] | undefined;
  error: Error | null;
  isFetching: boolean;
  retry: () => void;
}

export interface InboxItem {
  key: string;
  kind: "messages" | "reviews" | "alerts";
  /** Since when it waits. */
  at: string;
  /** Whom it is about; null: nobody in particular. */
  clientId: string | null;
  /** Absent: nobody can be answered. */
  replyTo?: Recipient;
  /** Draws the card and handles the keys of what can be done with it. */
  show(card: InboxCardProps): ReactNode;
}

export interface InboxCardProps {
  ref: Ref<HTMLElement>;
  client: CoachedClient | undefined;
  /** Opens the field for an answer. Absent: nobody can be answered. */
  onReply?: () => void;
}

/** Whom an answer goes to. */
export type Recipient = { clientId: string } | { threadId: string };

/** Something that the coach has done in the inbox. */
export interface Done {
  /** What it was. */
  words: string;
  /** Takes it back; returns the key of the item that waits again. */
  takeBack: () => Promise<string>;
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

/** Loads a piece of a domain together with its words. */
export async function loadPiece<T>(
  { name }: Domain,
  { says = [name as keyof Namespaces], load }: Piece<T>,
  domains: readonly Domain[],
): Promise<{ default: T }> {
  const [module] = await Promise.all([load(domains), loadWords(getI18n(), says)]);
  return module;
}
