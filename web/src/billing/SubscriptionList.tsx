import { Button, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "../foundation/describeError";
import { useFormat } from "../foundation/i18n/useLanguage";
import { type ClientSubscription, changeSubscription, type Offer, type SubscriptionAction } from "./api";
import { describePrice } from "./describe";
import { useChange, useSubscriptions } from "./queries";
import { ListRow, RowList } from "./RowList";
import { StatusBadge, type Tone } from "./StatusBadge";
import { useMoney } from "./useMoney";

const SubscriptionDialog = lazy(() => import("./SubscriptionDialog"));

interface SubscriptionListProps {
  clientId: string;
  /** What can be switched to. */
  offers: Offer[];
  /** Coaches also pause. */
  isSeller?: boolean;
  empty: string;
}

/** A client's subscriptions, with what can be done to each. */
export function SubscriptionList({ clientId, offers, isSeller = false, empty }: SubscriptionListProps) {
  const { t } = useTranslation();
  const subscriptions = useSubscriptions(clientId);
  return (
    <RowList title={t("billing:subscription.title")} query={subscriptions} empty={empty}>
      {(one) => <SubscriptionRow key={one.id} subscription={one} offers={offers} isSeller={isSeller} />}
    </RowList>
  );
}

const TONES: Record<ClientSubscription["status"], Tone> = {
  trialing: "good",
  active: "good",
  past_due: "bad",
  paused: "waiting",
  cancelled: "quiet",
};

/** What can be done to a subscription as it is. */
export function actionsFor(
  { status, cancel_at_period_end }: Pick<ClientSubscription, "status" | "cancel_at_period_end">,
  isSeller: boolean,
  canSwitch: boolean,
): SubscriptionAction[] {
  if (status === "cancelled") return [];
  const actions: (SubscriptionAction | false)[] = [
    cancel_at_period_end ? "resume" : "cancel",
    isSeller && (status === "paused" ? "unpause" : "pause"),
    canSwitch && "switch",
  ];
  return actions.filter((one) => one !== false);
}

interface SubscriptionRowProps {
  subscription: ClientSubscription;
  offers: Offer[];
  isSeller: boolean;
}

function SubscriptionRow({ subscription, offers, isSeller }: SubscriptionRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = useMoney();
  const change = useChange(changeSubscription);
  const [asked, ask] = useState<"cancel" | "switch">();
  const { id, package_id, status, requested, cancel_at_period_end, current_period_end, currency } =
    subscription;
  const others = offers.filter(
    (offer) => offer.kind === "subscription" && offer.id !== package_id && offer.currency === currency,
  );
  const end = format.date(current_period_end.slice(0, 10));
  const name = subscription.package?.name ?? t("billing:subscription.gone");
  const act = (action: SubscriptionAction) =>
    action === "cancel" || action === "switch" ? ask(action) : change.mutate({ id, action });
  return (
    <>
      <ListRow
        main={
          <>
            <Text fw={600}>{name}</Text>
            <Text size="sm">{describePrice(subscription, t, money)}</Text>
            {status !== "cancelled" && (
              <Text size="sm" c="dimmed">
                {t(cancel_at_period_end ? "billing:subscription.ends" : "billing:subscription.renews", {
                  day: end,
                })}
              </Text>
            )}
            {requested && (
              <Text size="sm" role="status">
                {t("billing:subscription.requested")}
              </Text>
            )}
            {change.error && (
              <Text size="sm" c="red" role="alert">
                {describeError(change.error, t)}
              </Text>
            )}
          </>
        }
        side={<StatusBadge tone={TONES[status]}>{t(`billing:subscription.status.${status}`)}</StatusBadge>}
        actions={
          status !== "cancelled" &&
          actionsFor(subscription, isSeller, others.length > 0).map((action) => (
            <Button
              key={action}
              size="xs"
              variant="default"
              disabled={requested !== null}
              loading={change.isPending && change.variables?.action === action}
              aria-label={t("billing:subscription.actionOf", {
                action: t(`billing:subscription.${action}`),
                name,
              })}
              onClick={() => act(action)}
            >
              {t(`billing:subscription.${action}`)}
            </Button>
          ))
        }
      />
      <Suspense>
        {asked && (
          <SubscriptionDialog
            id={id}
            name={name}
            end={end}
            action={asked}
            others={others}
            onClose={() => ask(undefined)}
          />
        )}
      </Suspense>
    </>
  );
}
