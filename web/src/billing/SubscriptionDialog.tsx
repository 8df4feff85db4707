import { NativeSelect, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeSubscription, type Offer } from "./api";
import { describePrice } from "./describe";
import FormDialog from "./FormDialog";
import { useChange } from "./queries";
import { useMoney } from "./useMoney";

interface SubscriptionDialogProps {
  id: string;
  name: string;
  /** When its period ends, in words. */
  end: string;
  action: "cancel" | "switch";
  /** What can be switched to. */
  others: Offer[];
  onClose: () => void;
}

/** Says what cancelling or switching a subscription means, before it is done. */
export default function SubscriptionDialog({
  id,
  name,
  end,
  action,
  others,
  onClose,
}: SubscriptionDialogProps) {
  const { t } = useTranslation();
  const money = useMoney();
  const change = useChange(changeSubscription);
  const [packageId, setPackageId] = useState(others[0]?.id ?? "");
  const isSwitch = action === "switch";
  return (
    <FormDialog
      title={t(`billing:subscription.${action}Title`, { name })}
      submit={t(`billing:subscription.${action}`)}
      state={change}
      isReady={!isSwitch || packageId !== ""}
      isTouched={false}
      onClose={onClose}
      onSubmit={(close) =>
        change.mutate({ id, action, ...(isSwitch && { packageId }) }, { onSuccess: close })
      }
    >
      <Text size="sm">{t(`billing:subscription.${action}Hint`, { day: end })}</Text>
      {isSwitch && (
        <NativeSelect
          label={t("billing:subscription.to")}
          data-autofocus
          value={packageId}
          data={others.map((offer) => ({
            value: offer.id,
            label: `${offer.name} · ${describePrice(offer, t, money)}`,
          }))}
          onChange={(event) => setPackageId(event.currentTarget.value)}
        />
      )}
    </FormDialog>
  );
}
