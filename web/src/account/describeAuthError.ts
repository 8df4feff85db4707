import type { TFunction } from "i18next";
import { describeError } from "../foundation/describeError";
import { asRequestError } from "../foundation/request";

const AUTH_CODES = {
  invalid_credentials: "account:error.credentials",
  user_already_exists: "account:error.taken",
  email_exists: "account:error.taken",
  same_password: "account:error.samePassword",
  weak_password: "account:error.weakPassword",
  email_not_confirmed: "account:error.unconfirmed",
  over_request_rate_limit: "account:error.tooOften",
  over_email_send_rate_limit: "account:error.tooOften",
} as const;

/** Why signing in or up did not work, in words. */
export function describeAuthError(error: unknown, t: TFunction): string {
  const { code } = asRequestError(error);
  return code in AUTH_CODES ? t(AUTH_CODES[code as keyof typeof AUTH_CODES]) : describeError(error, t);
}
