import { Alert, Anchor } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { RequestError } from "../../foundation/request";

const PAYMENT_REQUIRED = 402;

/** Leads to the tiers, wherever something was refused because the tier of the coach allows no more of it. */
export default function LimitNotice() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { pathname } = useLocation();
  const [isReached, setReached] = useState(false);
  useEffect(
    () =>
      queryClient.getMutationCache().subscribe(({ mutation }) => {
        const error = mutation?.state.error;
        if (error instanceof RequestError && error.status === PAYMENT_REQUIRED) setReached(true);
      }),
    [queryClient],
  );
  if (!isReached || pathname === "/billing/tier") return null;
  return (
    <Alert
      color="orange"
      role="status"
      mb="md"
      title={t("billingLimit:title")}
      withCloseButton
      closeButtonLabel={t("app:close")}
      onClose={() => setReached(false)}
    >
      <Anchor component={Link} to="/billing/tier" underline="always" onClick={() => setReached(false)}>
        {t("billingLimit:link")}
      </Anchor>
    </Alert>
  );
}
