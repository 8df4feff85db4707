import type { TFunction } from "i18next";
import { describeError } from "../foundation/describeError";
import { asRequestError } from "../foundation/request";

const AUTH_CODES = {
  invalid_credentials: "people.error.credentials",
  user_already_exists: "people.error.taken",
  email_exists: "people.error.taken",
  weak_password: "people.error.weakPassword",
  email_not_confirmed: "people.error.unconfirmed",
  over_request_rate_limit: "people.error.tooOften",
  over_email_send_rate_limit: "people.error.tooOften",
} as const;

/** Why signing in or up did not work, in words. */
export function describeAuthError(error: unknown, t: TFunction): string {
  const { code } = asRequestError(error);
  return code in AUTH_CODES ? t(AUTH_CODES[code as keyof typeof AUTH_CODES]) : describeError(error, t);
}
