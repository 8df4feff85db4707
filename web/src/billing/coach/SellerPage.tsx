import { Alert, Button, Group, NumberInput, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import { QueryPanel } from "../../foundation/Panel";
import { type Seller, type SellerValues, saveSeller } from "../api";
import { useChange, useSeller } from "../queries";
import { TabbedPage } from "../TabbedPage";
import { coachTabs } from "./tabs";

/** What stands on a coach's invoices. */
export default function SellerPage() {
  const { t } = useTranslation();
  const seller = useSeller();
  return (
    <TabbedPage title={t("billingCoach:tabs.seller")} tabs={coachTabs(t)}>
      <QueryPanel title={t("billingCoach:seller.title")} query={seller} height={420}>
        {(known) => <SellerForm seller={known} />}
      </QueryPanel>
    </TabbedPage>
  );
}

const NEW: SellerValues = { name: "", address: "", tax_id: "", tax_percent: 0, due_days: 7, note: "" };

function SellerForm({ seller }: { seller: Seller | null }) {
  const { t } = useTranslation();
  const { coach_id: _, version: __, ...known } = seller ?? { ...NEW, coach_id: "", version: 0 };
  const [values, setValues] = useState<SellerValues>(known);
  const save = useChange((changed: SellerValues) => saveSeller(seller, changed));
  const change = (changed: Partial<SellerValues>) => {
    setValues({ ...values, ...changed });
    save.reset();
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(values);
      }}
    >
      <Stack gap="sm" maw={560}>
        <Text size="sm">{t("billingCoach:seller.hint")}</Text>
        <TextInput
          label={t("billingCoach:seller.name")}
          description={t("billingCoach:seller.nameHint")}
          maxLength={200}
          value={values.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Textarea
          label={t("billingCoach:seller.address")}
          autosize
          maxLength={500}
          value={values.address}
          onChange={(event) => change({ address: event.currentTarget.value })}
        />
        <TextInput
          label={t("billingCoach:seller.taxId")}
          maxLength={60}
          value={values.tax_id}
          onChange={(event) => change({ tax_id: event.currentTarget.value })}
        />
        <NumberInput
          label={t("billingCoach:seller.tax")}
          description={t("billingCoach:seller.taxHint")}
          min={0}
          max={50}
          decimalScale={2}
          value={values.tax_percent}
          onChange={(value) => change({ tax_percent: Number(value) })}
        />
        <NumberInput
          label={t("billingCoach:seller.due")}
          min={0}
          max={90}
          allowDecimal={false}
          value={values.due_days}
          onChange={(value) => change({ due_days: Number(value) })}
        />
        <Textarea
          label={t("billingCoach:seller.note")}
          description={t("billingCoach:seller.noteHint")}
          autosize
          maxLength={1000}
          value={values.note}
          onChange={(event) => change({ note: event.currentTarget.value })}
        />
        {save.error && (
          <Alert color="red" role="alert">
            {describeError(save.error, t)}
          </Alert>
        )}
        <Group gap="sm">
          <Button type="submit" loading={save.isPending}>
            {t("app:save")}
          </Button>
          <Text size="sm" role="status">
            {save.isSuccess && t("billingCoach:seller.saved")}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}
