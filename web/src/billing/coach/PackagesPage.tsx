import { Button, Group, Switch, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { IconPlus } from "../../foundation/icons";
import { archive, type Package } from "../api";
import { describeGrants, describePrice } from "../describe";
import { useChange, useOffers, usePackages, useTemplates } from "../queries";
import { ListRow, RowList } from "../RowList";
import { StatusBadge } from "../StatusBadge";
import { TabbedPage } from "../TabbedPage";
import { useMoney } from "../useMoney";
import { CodesPanel } from "./CodesPanel";
import { OffSaleButton } from "./OffSaleButton";
import { coachTabs } from "./tabs";

const PackageForm = lazy(() => import("./PackageForm"));
const CalculatorDialog = lazy(() => import("./CalculatorDialog"));
const SellDialog = lazy(() => import("./SellDialog"));

type Opened = { form: Package | null } | { sold: string } | "calculator";

/** What a coach sells, and the codes that lower prices. */
export default function PackagesPage() {
  const { t } = useTranslation();
  const packages = usePackages();
  const [opened, open] = useState<Opened>();
  const [showsArchived, showArchived] = useState(false);
  const close = () => open(undefined);
  const seen = packages.data?.filter(({ archived_at }) => showsArchived || archived_at === null);
  return (
    <TabbedPage
      title={t("billingCoach:tabs.packages")}
      tabs={coachTabs(t)}
      action={
        <Group gap="xs">
          <Button variant="default" onClick={() => open("calculator")}>
            {t("billingCoach:calculator.title")}
          </Button>
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => open({ form: null })}>
            {t("billingCoach:package.new")}
          </Button>
        </Group>
      }
    >
      <RowList
        title={t("billingCoach:package.yours")}
        query={{ ...packages, data: seen }}
        empty={t("billingCoach:package.none")}
        action={
          <Switch
            label={t("billingCoach:package.archived")}
            checked={showsArchived}
            onChange={(event) => showArchived(event.currentTarget.checked)}
          />
        }
      >
        {(one) => (
          <PackageRow
            key={one.id}
            sold={one}
            onEdit={() => open({ form: one })}
            onSell={() => open({ sold: one.id })}
          />
        )}
      </RowList>
      <CodesPanel packages={packages.data ?? []} />
      <Suspense>
        {opened === "calculator" && <CalculatorDialog onClose={close} />}
        {typeof opened === "object" && "form" in opened && (
          <PackageForm edited={opened.form} onClose={close} />
        )}
        {typeof opened === "object" && "sold" in opened && (
          <SellDialog packageId={opened.sold} onClose={close} />
        )}
      </Suspense>
    </TabbedPage>
  );
}

function PackageRow({ sold, onEdit, onSell }: { sold: Package; onEdit: () => void; onSell: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = useMoney();
  const offer = useOffers().data?.find(({ id }) => id === sold.id);
  const templates = useTemplates();
  const change = useChange((isOff: boolean) => archive("packages", sold, isOff));
  const { name, description, archived_at, places, template_id } = sold;
  const template_title = templates.data?.find(({ id }) => id === template_id)?.title ?? null;
  const isOff = archived_at !== null;
  const left =
    places !== null && offer && t("billingCoach:package.places", { left: offer.places_left, places });
  const facts = [...describeGrants({ ...sold, template_title }, t, format), left].filter(Boolean);
  return (
    <ListRow
      main={
        <>
          <Text fw={600}>{name}</Text>
          <Text size="sm">{facts.join(" · ")}</Text>
          {description && (
            <Text size="sm" c="dimmed" lineClamp={2}>
              {description}
            </Text>
          )}
          {change.error && (
            <Text size="sm" c="red" role="alert">
              {describeError(change.error, t)}
            </Text>
          )}
        </>
      }
      side={
        <>
          <Text fw={600}>{describePrice(sold, t, money)}</Text>
          {isOff && <StatusBadge tone="quiet">{t("billingCoach:package.isArchived")}</StatusBadge>}
        </>
      }
      actions={
        <>
          {!isOff && (
            <Button size="xs" aria-label={t("billingCoach:sell.of", { name })} onClick={onSell}>
              {t("billingCoach:sell.button")}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            aria-label={t("billingCoach:package.editOf", { name })}
            onClick={onEdit}
          >
            {t("billingCoach:package.edit")}
          </Button>
          <OffSaleButton name={name} isOff={isOff} change={change} />
        </>
      }
    />
  );
}
