import { Button, Group, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import { checkout, fetchQuote, type Offer } from "../api";
import { describePrice } from "../describe";
import FormDialog from "../FormDialog";
import { usePageOfProvider } from "../queries";
import { useMoney } from "../useMoney";

interface BuyDialogProps {
  offer: Offer;
  onClose: () => void;
}

/** Says what will be paid, with a code if there is one, and goes to the provider's page. */
export default function BuyDialog({ offer, onClose }: BuyDialogProps) {
  const { t } = useTranslation();
  const money = useMoney();
  const [code, setCode] = useState("");
  const quote = useMutation({ mutationFn: (typed: string) => fetchQuote(offer.id, typed) });
  const buy = usePageOfProvider(checkout);
  const typed = code.trim();
  const reduced = quote.data && quote.variables === typed && quote.data.discount > 0 ? quote.data : null;
  const price = describePrice({ ...offer, amount: reduced?.total ?? offer.amount }, t, money);
  return (
    <FormDialog
      title={t("billing:buy.title", { name: offer.name })}
      submit={t("billing:buy.button")}
      state={{ isPending: buy.isPending || buy.isSuccess, error: buy.error }}
      isReady
      isTouched={false}
      onClose={onClose}
      onSubmit={() => buy.mutate({ package_id: offer.id, ...(typed && { discount_code: typed }) })}
    >
      <Text size="lg" fw={600} role="status">
        {price}
      </Text>
      {reduced && (
        <Text size="sm">
          {t("billing:buy.reduced", { amount: money.format(reduced.discount, offer.currency) })}
        </Text>
      )}
      {offer.trial_days > 0 && <Text size="sm">{t("billing:buy.trial", { count: offer.trial_days })}</Text>}
      <Group gap="xs" align="end">
        <TextInput
          flex={1}
          label={t("billing:buy.code")}
          autoComplete="off"
          maxLength={30}
          value={code}
          error={quote.error && quote.variables === typed ? describeError(quote.error, t) : undefined}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={!typed}
          loading={quote.isPending}
          onClick={() => quote.mutate(typed)}
        >
          {t("billing:buy.check")}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {t("billing:buy.hint")}
      </Text>
    </FormDialog>
  );
}
