import { Alert, Button, Group, Paper, Progress, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../foundation/Panel";
import { changeTier, checkout, type Limit, type MyTier, type Tier, type TierName } from "../api";
import { describePrice } from "../describe";
import { describeOnline } from "../describeOnline";
import { PaymentReturn } from "../PaymentReturn";
import { useChange, useMyTier, usePageOfProvider, useTiers } from "../queries";
import { StatusBadge } from "../StatusBadge";
import { TabbedPage } from "../TabbedPage";
import { useMoney } from "../useMoney";
import { coachTabs } from "./tabs";

const FormDialog = lazy(() => import("../FormDialog"));

const LIMITS: Limit[] = ["clients", "team_seats", "automations", "ai_calls_a_day"];

/** What the coach's own tier allows, how much of it is used, and the other tiers. */
export default function TierPage() {
  const { t } = useTranslation();
  const mine = useMyTier();
  const tiers = useTiers();
  const pay = usePageOfProvider(checkout);
  return (
    <TabbedPage title={t("billingCoach:tier.title")} tabs={coachTabs(t)}>
      <PaymentReturn again={({ tier }) => tier && pay.mutate({ tier })} isStarting={pay.isPending} />
      {pay.error && (
        <Alert color="red" role="alert">
          {describeOnline(pay.error, t)}
        </Alert>
      )}
      <QueryPanel title={t("billingCoach:tier.yours")} query={mine} height={220}>
        {(tier) => <Mine mine={tier} />}
      </QueryPanel>
      <QueryPanel title={t("billingCoach:tier.all")} query={tiers} height={260}>
        {(all) =>
          mine.data && (
            <SimpleGrid cols={{ base: 1, sm: 3 }}>
              {all.map((tier) => (
                <TierCard
                  key={tier.tier}
                  tier={tier}
                  mine={mine.data}
                  isStarting={pay.isPending || pay.isSuccess}
                  onBuy={() => pay.mutate({ tier: tier.tier })}
                />
              ))}
            </SimpleGrid>
          )
        }
      </QueryPanel>
    </TabbedPage>
  );
}

/** Whether the coach pays for a tier: the trial and what is free have no period. */
function isPaid({ current_period_end, status }: MyTier): boolean {
  return current_period_end !== null && status !== "cancelled";
}

function Mine({ mine }: { mine: MyTier }) {
  const { t } = useTranslation();
  const format = useFormat();
  const end = isPaid(mine) ? mine.current_period_end : mine.trial_ends_at;
  const day = end ? format.date(end.slice(0, 10)) : "";
  const isTrial = !isPaid(mine) && mine.status === "trialing";
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <Text size="lg" fw={600}>
          {t(`billingCoach:tier.name.${mine.tier}`)}
        </Text>
        {isTrial && <StatusBadge tone="good">{t("billingCoach:tier.trial", { day })}</StatusBadge>}
        {isPaid(mine) && (
          <StatusBadge tone={mine.status === "past_due" ? "bad" : "good"}>
            {mine.cancel_at_period_end
              ? t("billing:subscription.ends", { day })
              : t("billing:subscription.renews", { day })}
          </StatusBadge>
        )}
      </Group>
      {isTrial && <Text size="sm">{t("billingCoach:tier.trialHint", { day })}</Text>}
      {mine.requested && (
        <Text size="sm" role="status">
          {t("billing:subscription.requested")}
        </Text>
      )}
      {LIMITS.map((name) => (
        <Usage key={name} name={name} {...mine.limits[name]} />
      ))}
    </Stack>
  );
}

function Usage({ name, limit, used }: { name: Limit; limit: number | null; used: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const label = t(`billingCoach:tier.limit.${name}`);
  const words =
    limit === null
      ? t("billingCoach:tier.usedOfAny", { used: format.number(used) })
      : t("billingCoach:tier.used", { used: format.number(used), limit: format.number(limit) });
  return (
    <div>
      <Text size="sm">{`${label}: ${words}`}</Text>
      {limit !== null && (
        <Progress
          aria-label={label}
          value={Math.min(100, limit === 0 ? 100 : (used / limit) * 100)}
          color={used >= limit ? "orange" : "teal"}
        />
      )}
      {limit !== null && used > limit && <Text size="sm">{t("billingCoach:tier.over")}</Text>}
    </div>
  );
}

interface TierCardProps {
  tier: Tier;
  mine: MyTier;
  isStarting: boolean;
  onBuy: () => void;
}

function TierCard({ tier, mine, isStarting, onBuy }: TierCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = useMoney();
  const change = useChange(({ action, to }: { action: "cancel" | "resume" | "switch"; to?: TierName }) =>
    changeTier(action, to),
  );
  const [asksToCancel, askToCancel] = useState(false);
  const paid = isPaid(mine);
  const isMine = mine.tier === tier.tier && (paid || mine.status !== "trialing");
  const isFree = tier.amount === 0;
  const name = t(`billingCoach:tier.name.${tier.tier}`);
  const act = () => {
    if (isFree) askToCancel(true);
    else if (isMine) change.mutate({ action: "resume" });
    else if (paid) change.mutate({ action: "switch", to: tier.tier });
    else onBuy();
  };
  const canAct = isFree ? paid && !mine.cancel_at_period_end : !isMine || mine.cancel_at_period_end;
  const words = isFree ? "cancel" : isMine ? "resume" : paid ? "switch" : "buy";
  const end = mine.current_period_end ? format.date(mine.current_period_end.slice(0, 10)) : "";
  return (
    <Paper component="section" withBorder p="md" aria-label={name}>
      <Stack gap="xs" h="100%">
        <Group justify="space-between" gap="xs">
          <Title order={3} size="h5">
            {name}
          </Title>
          {isMine && <StatusBadge tone="good">{t("billingCoach:tier.mine")}</StatusBadge>}
        </Group>
        <Text fw={600}>
          {isFree ? t("billingCoach:tier.free") : describePrice({ ...tier, interval_count: 1 }, t, money)}
        </Text>
        {LIMITS.map((limit) => (
          <Text key={limit} size="sm">
            {`${t(`billingCoach:tier.limit.${limit}`)}: ${
              tier[limit] === null ? t("billingCoach:tier.any") : format.number(tier[limit])
            }`}
          </Text>
        ))}
        {change.error && (
          <Text c="red" size="sm" role="alert">
            {describeError(change.error, t)}
          </Text>
        )}
        {canAct && (
          <Button
            mt="auto"
            variant={isFree ? "default" : "filled"}
            loading={change.isPending || (words === "buy" && isStarting)}
            disabled={mine.requested !== null}
            aria-label={t(`billingCoach:tier.action.${words}Name`, { name })}
            onClick={act}
          >
            {t(`billingCoach:tier.action.${words}`)}
          </Button>
        )}
      </Stack>
      <Suspense>
        {asksToCancel && (
          <FormDialog
            title={t("billingCoach:tier.cancelTitle")}
            submit={t("billingCoach:tier.action.cancel")}
            state={change}
            isReady
            isTouched={false}
            onClose={() => askToCancel(false)}
            onSubmit={(close) => change.mutate({ action: "cancel" }, { onSuccess: close })}
          >
            <Text size="sm">{t("billingCoach:tier.cancelHint", { day: end })}</Text>
          </FormDialog>
        )}
      </Suspense>
    </Paper>
  );
}
