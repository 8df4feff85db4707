import { Button, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { archive, type DiscountCode, type Package } from "../api";
import { useChange, useCodes } from "../queries";
import { ListRow, RowList } from "../RowList";
import { StatusBadge } from "../StatusBadge";
import { useMoney } from "../useMoney";
import { OffSaleButton } from "./OffSaleButton";

const CodeForm = lazy(() => import("./CodeForm"));

/** The codes that lower a coach's prices. */
export function CodesPanel({ packages }: { packages: Package[] }) {
  const { t } = useTranslation();
  const codes = useCodes();
  const [isAdding, setAdding] = useState(false);
  return (
    <>
      <RowList
        title={t("billingCoach:code.title")}
        query={codes}
        empty={t("billingCoach:code.none")}
        action={
          <Button variant="default" size="sm" onClick={() => setAdding(true)}>
            {t("billingCoach:code.new")}
          </Button>
        }
      >
        {(code) => (
          <CodeRow key={code.id} code={code} sold={packages.find(({ id }) => id === code.package_id)} />
        )}
      </RowList>
      {isAdding && (
        <Suspense>
          <CodeForm packages={packages} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </>
  );
}

function CodeRow({ code, sold }: { code: DiscountCode; sold: Package | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = useMoney();
  const change = useChange((isOff: boolean) => archive("discount_codes", code, isOff));
  const { percent_off, amount_off, currency, max_uses, valid_until, archived_at } = code;
  const facts = [
    sold ? t("billingCoach:code.only", { name: sold.name }) : t("billingCoach:code.all"),
    max_uses && t("billingCoach:code.uses", { count: max_uses }),
    valid_until && t("billingCoach:code.until", { moment: format.dateTime(valid_until) }),
  ];
  return (
    <ListRow
      main={
        <>
          <Text fw={600}>{code.code}</Text>
          <Text size="sm" c="dimmed">
            {facts.filter(Boolean).join(" · ")}
          </Text>
          {change.error && (
            <Text size="sm" c="red" role="alert">
              {describeError(change.error, t)}
            </Text>
          )}
        </>
      }
      side={
        <>
          <Text fw={600}>
            {percent_off
              ? `−${format.percent(percent_off)}`
              : money.format(-(amount_off ?? 0), currency ?? "EUR")}
          </Text>
          {archived_at && <StatusBadge tone="quiet">{t("billingCoach:code.isArchived")}</StatusBadge>}
        </>
      }
      actions={<OffSaleButton name={code.code} isOff={archived_at !== null} change={change} />}
    />
  );
}
