import { NativeSelect, NumberInput, Radio, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addCode, type Package } from "../api";
import FormDialog from "../FormDialog";
import { MoneyField } from "../MoneyField";
import { useChange } from "../queries";
import { useMoney } from "../useMoney";
import { useCurrency } from "./useCurrency";

/** A new code: by how much, for what, how often and how long. */
export default function CodeForm({ packages, onClose }: { packages: Package[]; onClose: () => void }) {
  const { t } = useTranslation();
  const money = useMoney();
  const usual = useCurrency();
  const add = useChange(addCode);
  const [code, setCode] = useState("");
  const [by, setBy] = useState<"percent" | "amount">("percent");
  const [percent, setPercent] = useState<number | null>(10);
  const [text, setText] = useState("");
  const [packageId, setPackageId] = useState("");
  const [uses, setUses] = useState<number | null>(null);
  const [until, setUntil] = useState("");
  const currency = packages.find(({ id }) => id === packageId)?.currency ?? usual;
  const amount = money.parse(text, currency);
  const isPercent = by === "percent";
  return (
    <FormDialog
      title={t("billingCoach:code.new")}
      submit={t("app:save")}
      state={add}
      isReady={code.trim().length >= 3 && (isPercent ? percent !== null : amount !== null && amount > 0)}
      isTouched={code !== "" && !add.isSuccess}
      onClose={onClose}
      onSubmit={(close) =>
        add.mutate(
          {
            code: code.trim().toUpperCase(),
            percent_off: isPercent ? percent : null,
            amount_off: isPercent ? null : amount,
            currency: isPercent ? null : currency,
            package_id: packageId || null,
            max_uses: uses,
            valid_until: until ? new Date(`${until}T23:59:59`).toISOString() : null,
          },
          { onSuccess: close },
        )
      }
    >
      <TextInput
        label={t("billingCoach:code.code")}
        description={t("billingCoach:code.codeHint")}
        data-autofocus
        autoComplete="off"
        maxLength={30}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <NativeSelect
        label={t("billingCoach:code.for")}
        value={packageId}
        data={[
          { value: "", label: t("billingCoach:code.all") },
          ...packages
            .filter(({ archived_at }) => archived_at === null)
            .map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => setPackageId(event.currentTarget.value)}
      />
      <Radio.Group
        label={t("billingCoach:code.by")}
        value={by}
        onChange={(value) => setBy(value as "percent" | "amount")}
      >
        <Radio mt="xs" value="percent" label={t("billingCoach:code.percent")} />
        <Radio mt="xs" value="amount" label={t("billingCoach:code.amount", { currency })} />
      </Radio.Group>
      {isPercent ? (
        <NumberInput
          label={t("billingCoach:code.percent")}
          min={1}
          max={99}
          allowDecimal={false}
          value={percent ?? ""}
          onChange={(value) => setPercent(value === "" ? null : Number(value))}
        />
      ) : (
        <MoneyField label={t("billing:money.amount")} currency={currency} value={text} onChange={setText} />
      )}
      <NumberInput
        label={t("billingCoach:code.maxUses")}
        description={t("billingCoach:code.maxUsesHint")}
        min={1}
        allowDecimal={false}
        value={uses ?? ""}
        onChange={(value) => setUses(value === "" ? null : Number(value))}
      />
      <TextInput
        type="date"
        label={t("billingCoach:code.validUntil")}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
