import { Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Done, InboxItem, InboxItems } from "../../foundation/domain";
import { bringAlertBack, fetchSettledAlerts, type SettledAlert, settleAlert } from "./api";
import { InboxCard } from "./InboxCard";
import classes from "./inbox.module.css";

const key = ["people", "settledAlerts"] as const;

/** Something about a client that their coach should know. It is worked out from the data; only what is settled is kept. */
export interface Alert {
  clientId: string;
  /** Names what happened: the same cause is the same alert. */
  cause: string;
  at: string;
  words: string;
  /** The next step. Absent: to write to the client. */
  primary?: { label: string; onClick: () => void; isPending?: boolean };
}

const same = (one: SettledAlert) => (other: SettledAlert) =>
  one.client_id === other.client_id && one.cause === other.cause;

/** Cards of alerts that are not settled. Undefined while the alerts, or which are settled, load. */
export function useAlerts(alerts: Alert[] | undefined, onDone: (done: Done) => void): InboxItems {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const settled = useQuery({ queryKey: key, queryFn: fetchSettledAlerts });
  const show = (change: (before: SettledAlert[]) => SettledAlert[]) =>
    queryClient.setQueryData<SettledAlert[]>(key, (before = []) => change(before));
  const settle = useMutation({
    mutationFn: ({ clientId, cause }: Alert) => settleAlert({ client_id: clientId, cause }),
    onSuccess: (_none, { clientId, cause, words }) => {
      const alert = { client_id: clientId, cause };
      show((before) => [...before, alert]);
      onDone({
        words: t("peopleInbox:settled", { value: words }),
        takeBack: async () => {
          await bringAlertBack(alert);
          show((before) => before.filter((one) => !same(alert)(one)));
          return itemKey(clientId, cause);
        },
      });
    },
  });
  const open = alerts?.filter(
    ({ clientId, cause }) => !settled.data?.some(same({ client_id: clientId, cause })),
  );
  const item = (alert: Alert): InboxItem => ({
    key: itemKey(alert.clientId, alert.cause),
    kind: "alerts",
    at: alert.at,
    clientId: alert.clientId,
    replyTo: { clientId: alert.clientId },
    show: ({ onReply, ...card }) => (
      <InboxCard
        {...card}
        {...(card.client?.hasAccount && onReply && { onReply })}
        title={alert.words}
        at={alert.at}
        {...(alert.primary && { primary: alert.primary })}
        onSettle={() => settle.mutate(alert)}
        isPending={settle.isPending && settle.variables === alert}
        error={settle.variables?.cause === alert.cause ? settle.error : null}
      >
        <Text className={classes.text}>{alert.words}</Text>
      </InboxCard>
    ),
  });
  return {
    items: settled.data && open?.map(item),
    error: settled.error,
    isFetching: settled.isFetching,
    retry: () => void settled.refetch(),
  };
}

const itemKey = (clientId: string, cause: string) => `${clientId} ${cause}`;
