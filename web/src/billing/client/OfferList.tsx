import { Button, Text } from "@mantine/core";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { Offer } from "../api";
import { describeGrants, describePrice } from "../describe";
import { ListRow, RowList } from "../RowList";
import { useMoney } from "../useMoney";

interface OfferListProps {
  query: ComponentProps<typeof RowList<Offer>>["query"];
  onBuy: (offer: Offer) => void;
}

/** What the coach sells. */
export function OfferList({ query, onBuy }: OfferListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = useMoney();
  return (
    <RowList title={t("billing:offers.title")} query={query} empty={t("billing:offers.none")}>
      {(offer) => (
        <ListRow
          key={offer.id}
          main={
            <>
              <Text fw={600}>{offer.name}</Text>
              <Text size="sm">{describeGrants(offer, t, format).join(" · ")}</Text>
              {offer.description && (
                <Text size="sm" c="dimmed" style={{ whiteSpace: "pre-wrap" }}>
                  {offer.description}
                </Text>
              )}
              {offer.places_left !== null && (
                <Text size="sm">{t("billing:offers.places", { count: offer.places_left })}</Text>
              )}
            </>
          }
          side={<Text fw={600}>{describePrice(offer, t, money)}</Text>}
          actions={
            <Button
              size="sm"
              disabled={offer.places_left === 0}
              aria-label={t("billing:offers.buyName", { name: offer.name })}
              onClick={() => onBuy(offer)}
            >
              {t("billing:offers.buy")}
            </Button>
          }
        />
      )}
    </RowList>
  );
}
