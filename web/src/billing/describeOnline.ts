import type { TFunction } from "i18next";
import { describeError } from "../foundation/describeError";
import { asRequestError } from "../foundation/request";

const REASONS = [
  "provider_not_configured",
  "provider_away",
  "provider_refused",
  "payment_under_way",
  "no_customer",
] as const;

/** Why the page of the provider does not open. Functions refuse for these reasons; the database for all others. */
export function describeOnline(error: unknown, t: TFunction): string {
  const name = asRequestError(error).reason?.name;
  const known = REASONS.find((one) => one === name);
  return known ? t(`billing:online.${known}`) : describeError(error, t);
}
