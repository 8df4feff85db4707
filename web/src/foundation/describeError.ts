import type { TFunction } from "i18next";
import { describeRefusal } from "./describeRefusal";
import { asRequestError } from "./request";

/** Why a request did not work, in words for people. */
export function describeError(error: unknown, t: TFunction): string {
  const refused = asRequestError(error);
  const { status } = refused;
  if (status === 0) return t("app:error.offline");
  if (status === 401) return t("app:error.unauthorized");
  const reason = describeRefusal(refused, t);
  if (reason) return reason;
  if (status === 429) return t("app:error.tooMany");
  if (status === 404 || status === 406) return t("app:error.notFound");
  if (status === 403) return t("app:error.forbidden");
  return status >= 500 ? t("app:error.server") : t("app:error.unknown");
}
