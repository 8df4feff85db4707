import { NativeSelect, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { sellPackage } from "../api";
import { describePrice } from "../describe";
import FormDialog from "../FormDialog";
import { useChange, usePackages } from "../queries";
import { useMoney } from "../useMoney";
import { ClientSelect } from "./ClientSelect";

interface SellDialogProps {
  /** Known already where the dialog is opened. The other one is asked. */
  clientId?: string;
  packageId?: string;
  onClose: () => void;
}

/** Invoices a client for a package. */
export default function SellDialog({ onClose, ...known }: SellDialogProps) {
  const { t } = useTranslation();
  const money = useMoney();
  const navigate = useNavigate();
  const packages = usePackages();
  const sell = useChange(sellPackage);
  const [requestId] = useState(() => crypto.randomUUID());
  const [clientId, setClientId] = useState(known.clientId ?? "");
  const [packageId, setPackageId] = useState(known.packageId ?? "");
  const [code, setCode] = useState("");
  const [dueOn, setDueOn] = useState("");
  const onSale = (packages.data ?? []).filter(({ archived_at }) => archived_at === null);
  return (
    <FormDialog
      title={t("billingCoach:sell.title")}
      submit={t("billingCoach:sell.submit")}
      state={sell}
      isReady={clientId !== "" && packageId !== ""}
      isTouched={code !== ""}
      onClose={onClose}
      onSubmit={() =>
        sell.mutate(
          { clientId, packageId, requestId, code: code.trim(), dueOn },
          { onSuccess: (id) => navigate(`/billing/invoices/${id}`) },
        )
      }
    >
      <Text size="sm">{t("billingCoach:sell.hint")}</Text>
      {!known.clientId && <ClientSelect value={clientId} onChange={setClientId} />}
      {!known.packageId && (
        <NativeSelect
          label={t("billingCoach:package.one")}
          value={packageId}
          data={[
            { value: "", label: t("billingCoach:choose") },
            ...onSale.map((one) => ({
              value: one.id,
              label: `${one.name} · ${describePrice(one, t, money)}`,
            })),
          ]}
          onChange={(event) => setPackageId(event.currentTarget.value)}
        />
      )}
      {packages.data && onSale.length === 0 && <Text size="sm">{t("billingCoach:sell.noPackages")}</Text>}
      <TextInput
        label={t("billing:buy.code")}
        maxLength={30}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t("billingCoach:dueOn")}
        description={t("billingCoach:dueOnHint")}
        value={dueOn}
        onChange={(event) => setDueOn(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
