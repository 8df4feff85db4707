import { Alert, Button, Group, Loader, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { Payment } from "./api";
import { KEY, usePayment } from "./queries";
import { useMoney } from "./useMoney";

/** Names the payment from which the provider's page has returned. */
const PARAM = "payment";

interface PaymentReturnProps {
  /** Goes on with a payment that was left or has failed. */
  again: (payment: Payment) => void;
  isStarting: boolean;
}

/** What became of the payment that was made on the provider's page. Only the database knows: coming back proves nothing. */
export function PaymentReturn({ again, isStarting }: PaymentReturnProps) {
  const { t } = useTranslation();
  const money = useMoney();
  const queryClient = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const payment = usePayment(search.get(PARAM)).data;
  const status = payment?.status;
  useEffect(() => {
    if (status && status !== "pending") void queryClient.invalidateQueries({ queryKey: KEY });
  }, [status, queryClient]);
  if (!payment || !status) return null;
  const close = () =>
    setSearch((before) => {
      before.delete(PARAM);
      return before;
    });
  const isOpen = status === "pending" || status === "failed";
  const said = { name: payment.description, amount: money.format(payment.amount, payment.currency) };
  return (
    <Alert
      role="status"
      color={status === "pending" ? "blue" : status === "failed" ? "red" : "teal"}
      icon={status === "pending" ? <Loader size={18} aria-hidden /> : undefined}
      title={t(`billing:return.${isOpen ? status : "completed"}`, said)}
    >
      <Stack gap="xs" align="start">
        <Text size="sm">{t(`billing:return.hint.${isOpen ? status : "completed"}`, said)}</Text>
        <Group gap="xs">
          {isOpen && (
            <Button size="xs" variant="default" loading={isStarting} onClick={() => again(payment)}>
              {t(`billing:return.again.${status}`)}
            </Button>
          )}
          <Button size="xs" variant="default" onClick={close}>
            {t("app:close")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
