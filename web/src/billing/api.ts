import type { Enum, Row } from "../foundation/database";
import { callFunction } from "../foundation/functions/api";
import { unwrap } from "../foundation/request";
import { supabase } from "../foundation/supabase";

/** How many rows of a list come at once. */
export const PAGE = 30;
/** Reads are not counted among what a person may do within a minute. */
const READ = { get: true } as const;

export type Package = Row<"packages">;
export type PackageKind = Enum<"package_kind">;
export type DiscountCode = Row<"discount_codes">;
export type Seller = Row<"seller_details">;
export type Tier = Row<"tiers">;
export type TierName = Enum<"subscription_tier">;
export type PaymentMethod = Enum<"payment_method">;

/** A package as buyers see it. */
export interface Offer
  extends Pick<
    Package,
    | "id"
    | "name"
    | "description"
    | "kind"
    | "amount"
    | "currency"
    | "billing_interval"
    | "interval_count"
    | "trial_days"
    | "sessions"
    | "sessions_valid_days"
    | "access_days"
    | "places"
  > {
  template_title: string | null;
  /** Null: any number. */
  places_left: number | null;
}

export interface Quote {
  amount: number;
  discount: number;
  total: number;
  currency: string;
  trial_days: number;
}

type Named = { client: { name: string } | null };

export interface Refund {
  id: string;
  amount: number;
  reason: string;
  status: Enum<"refund_status">;
}

export interface Payment
  extends Pick<
      Row<"payments">,
      | "id"
      | "client_id"
      | "invoice_id"
      | "package_id"
      | "tier"
      | "description"
      | "amount"
      | "refunded"
      | "currency"
      | "method"
      | "status"
      | "note"
      | "paid_at"
      | "created_at"
    >,
    Named {
  refunds: Refund[];
}

export interface Balance {
  invoice_id: string;
  paid: number;
  credited: number;
  owed: number;
  is_overdue: boolean;
  overdue_days: number;
}

export interface Invoice extends Row<"invoices">, Named {
  /** Null: a draft or a credit note. */
  balance: Balance | null;
}

export interface InvoiceItem {
  position: number;
  package_id: string | null;
  description: string;
  quantity: number;
  unit_amount: number;
  amount: number;
  tax_percent: number;
  tax: number;
}

export interface WholeInvoice extends Invoice {
  items: InvoiceItem[];
  /** The credit notes about it. */
  notes: Pick<Invoice, "id" | "label" | "total" | "note">[];
}

export interface ClientSubscription
  extends Pick<
    Row<"client_subscriptions">,
    | "id"
    | "client_id"
    | "coach_id"
    | "package_id"
    | "status"
    | "amount"
    | "currency"
    | "billing_interval"
    | "interval_count"
    | "current_period_end"
    | "cancel_at_period_end"
    | "requested"
  > {
  package: { name: string } | null;
}

export interface CreditEntry
  extends Pick<Row<"credits">, "id" | "kind" | "delta" | "cause" | "note" | "created_at"> {
  lot: { expires_at: string | null } | null;
}

export interface CreditBalance {
  balance: number;
  next_expiry: string | null;
  expiring: number;
}

export interface AccessGrant extends Pick<Row<"access_grants">, "id" | "ends_at" | "suspended_at"> {
  package: { name: string } | null;
}

/* What is sold. */

export async function fetchOffers(): Promise<Offer[]> {
  return (await unwrap(supabase().rpc("offers", undefined, READ))) as unknown as Offer[];
}

export async function fetchPackages(coachId: string): Promise<Package[]> {
  return unwrap(supabase().from("packages").select("*").eq("coach_id", coachId).order("created_at"));
}

/** Programmes that a package can be for. */
export async function fetchTemplates(coachId: string): Promise<{ id: string; title: string }[]> {
  const templates = supabase().from("program_templates").select("id, title").eq("coach_id", coachId);
  return unwrap(templates.is("archived_at", null).order("title"));
}

export type PackageValues = Omit<Package, "id" | "coach_id" | "archived_at" | "version" | "created_at">;
/** Which row is changed, and the version of it that was seen. */
export type Seen = { id: string; version: number };

export async function savePackage(seen: Seen | null, values: PackageValues): Promise<void> {
  const table = supabase().from("packages");
  const { kind: _, ...changed } = values;
  if (!seen) await unwrap(table.insert(values));
  else await unwrap(table.update({ ...changed, version: seen.version }).eq("id", seen.id));
}

/** Takes a package or a code off sale, or puts it back. The server sets its own time. */
export async function archive(table: "packages" | "discount_codes", { id, version }: Seen, isOff: boolean) {
  const archived_at = isOff ? new Date().toISOString() : null;
  await unwrap(supabase().from(table).update({ archived_at, version }).eq("id", id));
}

export async function fetchCodes(): Promise<DiscountCode[]> {
  return unwrap(supabase().from("discount_codes").select("*").order("created_at", { ascending: false }));
}

export type CodeValues = Pick<
  DiscountCode,
  "code" | "percent_off" | "amount_off" | "currency" | "package_id" | "max_uses" | "valid_until"
>;

export async function addCode(values: CodeValues): Promise<void> {
  await unwrap(supabase().from("discount_codes").insert(values));
}

/** What a package costs with a code. Reserves nothing. */
export async function fetchQuote(packageId: string, code: string): Promise<Quote> {
  const asked = { package_id: packageId, discount_code: code };
  return (await unwrap(supabase().rpc("quote", asked))) as unknown as Quote;
}

export interface CalculatorValues {
  hourly_rate: number;
  minutes: number;
  sessions: number;
  fee_percent: number;
  tax_percent: number;
  discount_percent: number;
}

export type Price = Record<"work" | "total" | "paid" | "tax" | "fees" | "per_session" | "kept", number>;

export async function calculate(values: CalculatorValues): Promise<Price> {
  return (await unwrap(supabase().rpc("price_calculator", values, READ))) as unknown as Price;
}

export async function fetchSeller(coachId: string): Promise<Seller | null> {
  return unwrap(supabase().from("seller_details").select("*").eq("coach_id", coachId).maybeSingle());
}

export type SellerValues = Omit<Seller, "coach_id" | "version">;

export async function saveSeller(seen: Seller | null, values: SellerValues): Promise<void> {
  const table = supabase().from("seller_details");
  if (!seen) await unwrap(table.insert(values));
  else await unwrap(table.update({ ...values, version: seen.version }).eq("coach_id", seen.coach_id));
}

/* Invoices. */

export type InvoiceFilter = "all" | "draft" | "open" | "overdue" | "paid";

export interface Whose {
  /** Of which client; else of all whom the coach sells to. */
  clientId?: string | undefined;
  coachId?: string | undefined;
}

// Other tables lead from invoices to clients too, so the key is named.
const INVOICE = "*, client:clients!invoices_client_id_fkey(name)";

/** The newest first, from before `before`. */
export async function fetchInvoices(
  { clientId, coachId }: Whose,
  filter: InvoiceFilter,
  before: string | null,
): Promise<Invoice[]> {
  let query = supabase().from("invoices").select(INVOICE);
  if (clientId) query = query.eq("client_id", clientId);
  if (coachId) query = query.eq("coach_id", coachId);
  if (before) query = query.lt("created_at", before);
  if (filter === "draft" || filter === "paid") query = query.eq("status", filter);
  if (filter === "open") query = query.eq("kind", "invoice").in("status", ["open", "uncollectible"]);
  if (filter === "overdue") {
    query = query
      .eq("kind", "invoice")
      .eq("status", "open")
      .lt("due_on", new Date().toISOString().slice(0, 10));
  }
  const rows = await unwrap(query.order("created_at", { ascending: false }).limit(PAGE));
  return withBalances(rows as unknown as Invoice[]);
}

async function withBalances(rows: Invoice[]): Promise<Invoice[]> {
  const ids = rows.filter(({ kind, status }) => kind === "invoice" && status !== "draft").map(({ id }) => id);
  if (ids.length === 0) return rows.map((row) => ({ ...row, balance: null }));
  const balances = await unwrap(supabase().from("invoice_balances").select("*").in("invoice_id", ids));
  const known = new Map((balances as unknown as Balance[]).map((balance) => [balance.invoice_id, balance]));
  return rows.map((row) => ({ ...row, balance: known.get(row.id) ?? null }));
}

/** One invoice with all that stands on it. Null when the account sees none of that id. */
export async function fetchInvoice(id: string): Promise<WholeInvoice | null> {
  const client = supabase();
  const [row, items, notes] = await Promise.all([
    unwrap(client.from("invoices").select(INVOICE).eq("id", id).maybeSingle()),
    unwrap(client.from("invoice_items").select("*").eq("invoice_id", id).order("position")),
    unwrap(client.from("invoices").select("id, label, total, note").eq("corrects", id).order("created_at")),
  ]);
  if (!row) return null;
  const [invoice] = await withBalances([row as unknown as Invoice]);
  return { ...(invoice as Invoice), items: items as InvoiceItem[], notes };
}

/** A link to the PDF that saves it under the number of the invoice; valid for a minute. */
export async function signPdf(path: string, label: string): Promise<string> {
  const signed = await supabase()
    .storage.from("invoices")
    .createSignedUrl(path, 60, { download: `${label}.pdf` });
  if (signed.error) throw signed.error;
  return signed.data.signedUrl;
}

export interface Sale {
  clientId: string;
  packageId: string;
  requestId: string;
  code: string;
  dueOn: string;
}

export async function sellPackage({ clientId, packageId, requestId, code, dueOn }: Sale): Promise<string> {
  return unwrap(
    supabase().rpc("sell_package", {
      client_id: clientId,
      package_id: packageId,
      request_id: requestId,
      ...(code && { discount_code: code }),
      ...(dueOn && { due_on: dueOn }),
    }),
  );
}

export interface Draft {
  id: string;
  clientId: string;
  currency: string;
  items: { description: string; quantity: number; unit_amount: number }[];
  dueOn: string;
  note: string;
}

export async function saveInvoice({ id, clientId, currency, items, dueOn, note }: Draft): Promise<string> {
  return unwrap(
    supabase().rpc("save_invoice", {
      invoice_id: id,
      client_id: clientId,
      currency,
      items,
      note,
      ...(dueOn && { due_on: dueOn }),
    }),
  );
}

export async function finalizeInvoice(id: string): Promise<void> {
  await unwrap(supabase().rpc("finalize_invoice", { invoice_id: id }));
}

export async function discardInvoice(id: string): Promise<void> {
  await unwrap(supabase().rpc("discard_invoice", { invoice_id: id }));
}

export async function writeOffInvoice(id: string): Promise<void> {
  await unwrap(supabase().rpc("write_off_invoice", { invoice_id: id }));
}

/** An amount of an invoice or a payment, and why. A repeat with the same `requestId` is the same thing. */
export interface AmountOf {
  id: string;
  amount: number;
  reason: string;
  requestId: string;
}

export async function creditInvoice({ id, amount, reason, requestId }: AmountOf): Promise<void> {
  await unwrap(supabase().rpc("credit_invoice", { invoice_id: id, amount, reason, request_id: requestId }));
}

export async function recordPayment({
  id,
  amount,
  reason,
  requestId,
  method,
}: AmountOf & { method: PaymentMethod }): Promise<void> {
  await unwrap(
    supabase().rpc("record_payment", { invoice_id: id, amount, method, request_id: requestId, note: reason }),
  );
}

/* Payments. */

const PAYMENT =
  "id, client_id, invoice_id, package_id, tier, description, amount, refunded, currency, method, status, note, paid_at, created_at, client:clients(name), refunds(id, amount, reason, status)";

/** The newest first, from before `before`; those for tiers are not among them. */
export async function fetchPayments(
  { clientId, coachId, invoiceId }: Whose & { invoiceId?: string | undefined },
  before: string | null,
): Promise<Payment[]> {
  let query = supabase().from("payments").select(PAYMENT).is("tier", null);
  if (clientId) query = query.eq("client_id", clientId);
  if (coachId) query = query.eq("coach_id", coachId);
  if (invoiceId) query = query.eq("invoice_id", invoiceId);
  if (before) query = query.lt("created_at", before);
  const rows = await unwrap(query.order("created_at", { ascending: false }).limit(PAGE));
  return rows as unknown as Payment[];
}

export async function fetchPayment(id: string): Promise<Payment | null> {
  const row = await unwrap(supabase().from("payments").select(PAYMENT).eq("id", id).maybeSingle());
  return row as unknown as Payment | null;
}

export async function refundPayment({ id, amount, reason, requestId }: AmountOf): Promise<void> {
  await unwrap(supabase().rpc("refund_payment", { payment_id: id, amount, reason, request_id: requestId }));
}

/** What is paid online: one of these. */
export type Purchase =
  | { package_id: string; discount_code?: string }
  | { invoice_id: string }
  | { tier: TierName };

/** Starts a payment, and returns the page of the provider on which it is made. It returns to /billing?payment=<id>. */
export async function checkout(purchase: Purchase): Promise<string> {
  return ((await unwrap(callFunction("checkout", purchase))) as { url: string }).url;
}

/** The page of the provider on which cards are changed. */
export async function openPortal(): Promise<string> {
  return ((await unwrap(callFunction("billing_portal", {}))) as { url: string }).url;
}

/* What a client has bought. */

export async function fetchSubscriptions(clientId: string): Promise<ClientSubscription[]> {
  const rows = await unwrap(
    supabase()
      .from("client_subscriptions")
      .select(
        "id, client_id, coach_id, package_id, status, amount, currency, billing_interval, interval_count, current_period_end, cancel_at_period_end, requested, package:packages!client_subscriptions_package_id_fkey(name)",
      )
      .eq("client_id", clientId)
      .order("created_at", { ascending: false }),
  );
  return rows as unknown as ClientSubscription[];
}

export type SubscriptionAction = "cancel" | "resume" | "pause" | "unpause" | "switch";

export interface SubscriptionChange {
  id: string;
  action: SubscriptionAction;
  packageId?: string;
}

export async function changeSubscription({ id, action, packageId }: SubscriptionChange): Promise<void> {
  const to = packageId ? { package_id: packageId } : {};
  await unwrap(supabase().rpc("change_client_subscription", { subscription_id: id, action, ...to }));
}

export interface Bought {
  credits: CreditBalance[];
  history: CreditEntry[];
  access: AccessGrant[];
}

/** Credits and access of a client; of the credits the last changes. */
export async function fetchBought(clientId: string): Promise<Bought> {
  const client = supabase();
  const [credits, history, access] = await Promise.all([
    unwrap(client.from("credit_balances").select("*").eq("client_id", clientId)),
    unwrap(
      client
        .from("credits")
        .select("id, kind, delta, cause, note, created_at, lot:credit_lots(expires_at)")
        .eq("client_id", clientId)
        .order("id", { ascending: false })
        .limit(PAGE),
    ),
    unwrap(
      client
        .from("access_grants")
        .select("id, ends_at, suspended_at, package:packages(name)")
        .eq("client_id", clientId)
        .gt("ends_at", new Date().toISOString())
        .order("ends_at"),
    ),
  ]);
  return { credits, history, access } as unknown as Bought;
}

export interface CreditChange {
  clientId: string;
  sessions: number;
  requestId: string;
  note: string;
}

export async function grantCredits(
  { clientId, sessions, requestId, note }: CreditChange,
  expiresAt: string | null,
): Promise<void> {
  await unwrap(
    supabase().rpc("grant_credits", {
      client_id: clientId,
      sessions,
      request_id: requestId,
      note,
      ...(expiresAt && { expires_at: expiresAt }),
    }),
  );
}

export async function spendCredits({ clientId, sessions, requestId, note }: CreditChange): Promise<void> {
  await unwrap(
    supabase().rpc("spend_credits", { client_id: clientId, sessions, request_id: requestId, note }),
  );
}

/** Takes back what was spent under this request. */
export async function returnCredits(clientId: string, requestId: string): Promise<void> {
  await unwrap(supabase().rpc("return_credits", { client_id: clientId, request_id: requestId }));
}

/* Sums. */

export interface Month {
  month: string;
  currency: string;
  booked: number;
  received: number;
  refunded: number;
  payments: number;
}

export async function fetchRevenue(from: string, to: string, timezone: string): Promise<Month[]> {
  const range = { from_month: from, to_month: to, timezone };
  return unwrap(supabase().rpc("revenue_by_month", range, READ));
}

export interface ClientSum {
  currency: string;
  booked: number;
  received: number;
  refunded: number;
  owed: number;
}

export async function fetchClientMoney(clientId: string): Promise<ClientSum[]> {
  return unwrap(supabase().rpc("client_money", { client_id: clientId }, READ));
}

/* The coach's own tier. */

export type Limit = "clients" | "ai_calls_a_day" | "team_seats" | "automations";

export interface MyTier {
  tier: TierName;
  status: Enum<"subscription_status">;
  trial_ends_at: string | null;
  current_period_end: string | null;
  cancel_at_period_end: boolean;
  requested: string | null;
  /** A limit that is null is none. */
  limits: Record<Limit, { limit: number | null; used: number }>;
}

export async function fetchMyTier(): Promise<MyTier> {
  return (await unwrap(supabase().rpc("my_tier", undefined, READ))) as unknown as MyTier;
}

export async function fetchTiers(): Promise<Tier[]> {
  return unwrap(supabase().from("tiers").select("*").order("amount"));
}

export async function changeTier(action: "cancel" | "resume" | "switch", tier?: TierName): Promise<void> {
  await unwrap(supabase().rpc("change_tier", { action, ...(tier && { tier }) }));
}
