import { useTranslation } from "react-i18next";
import { useUserId } from "../../account/session";
import type { Done, InboxItems, InboxPart } from "../../foundation/domain";
import { type Alert, useAlerts } from "../../people/inbox/useAlerts";
import type { Undelivered } from "../api";
import { type Cause, grouped } from "./undelivered";
import { useUndelivered } from "./useUndelivered";

/** What a coach can do nothing about, or is the client's own affair. */
const NOT_THE_COACHS: readonly Cause[] = [
  "channel_not_configured",
  "subscription_gone",
  "opted_out",
  "chat_blocked",
];

/** Clients whom something could not be sent to. */
const part: InboxPart = { useItems };

export default part;

function useItems(onDone: (done: Done) => void): InboxItems {
  const { t } = useTranslation();
  const userId = useUserId();
  const undelivered = useUndelivered();
  const byClient = new Map<string, Undelivered[]>();
  for (const row of undelivered.data ?? []) {
    if (!row.client_id || row.user_id === userId) continue;
    byClient.set(row.client_id, [...(byClient.get(row.client_id) ?? []), row]);
  }
  const alerts = [...byClient].flatMap(([clientId, rows]) =>
    grouped(rows)
      .filter(({ cause }) => !NOT_THE_COACHS.includes(cause))
      .map(
        ({ channel, cause, newest }): Alert => ({
          clientId,
          cause: `undelivered ${newest.id}`,
          at: newest.settled_at ?? new Date().toISOString(),
          words: t("notifyUndelivered:alert", {
            channel: t(`notifyUndelivered:channel.${channel}`),
            why: t(`notifyUndelivered:why.${cause}`),
            next: t(`notifyUndelivered:coach.${newest.user_id ? "write" : "invite"}`),
          }),
        }),
      ),
  );
  const items = useAlerts(undelivered.data && alerts, onDone);
  return { ...items, error: items.error ?? undelivered.error };
}
