import { Anchor, Button, Group, NativeSelect } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { useUserId } from "../../account/session";
import type { InvoiceFilter } from "../api";
import { InvoiceList } from "../InvoiceList";
import { TabbedPage } from "../TabbedPage";
import { coachTabs } from "./tabs";

const SellDialog = lazy(() => import("./SellDialog"));
const InvoiceForm = lazy(() => import("./InvoiceForm"));

const FILTERS: InvoiceFilter[] = ["all", "open", "overdue", "paid", "draft"];

/** All invoices of a coach, by where they stand. */
export default function InvoicesPage() {
  const { t } = useTranslation();
  const coachId = useUserId();
  const [search, setSearch] = useSearchParams();
  const [opened, open] = useState<"sale" | "invoice">();
  const filter = FILTERS.find((one) => one === search.get("show")) ?? "all";
  const close = () => open(undefined);
  return (
    <TabbedPage
      title={t("billingCoach:tabs.invoices")}
      tabs={coachTabs(t)}
      action={
        <Group gap="xs">
          <Button variant="default" onClick={() => open("invoice")}>
            {t("billingCoach:draft.new")}
          </Button>
          <Button onClick={() => open("sale")}>{t("billingCoach:sell.button")}</Button>
        </Group>
      }
    >
      <InvoiceList
        title={t(`billingCoach:filter.${filter}`)}
        whose={{ coachId }}
        filter={filter}
        action={
          <NativeSelect
            aria-label={t("billingCoach:filter.label")}
            value={filter}
            data={FILTERS.map((value) => ({ value, label: t(`billingCoach:filter.${value}`) }))}
            onChange={(event) => setSearch({ show: event.currentTarget.value }, { replace: true })}
          />
        }
        empty={
          filter === "all" ? (
            <>
              {t("billingCoach:invoices.none")}{" "}
              <Anchor component={Link} to="/billing/packages" underline="always" size="sm">
                {t("billingCoach:invoices.toPackages")}
              </Anchor>
            </>
          ) : (
            t("billingCoach:invoices.noneSuch")
          )
        }
      />
      <Suspense>
        {opened === "sale" && <SellDialog onClose={close} />}
        {opened === "invoice" && <InvoiceForm onClose={close} />}
      </Suspense>
    </TabbedPage>
  );
}
