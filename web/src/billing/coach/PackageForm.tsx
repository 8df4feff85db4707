import { Group, NativeSelect, NumberInput, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Package, type PackageKind, type PackageValues, savePackage } from "../api";
import FormDialog from "../FormDialog";
import { MoneyField } from "../MoneyField";
import { CURRENCIES } from "../money";
import { useChange, useTemplates } from "../queries";
import { useMoney } from "../useMoney";
import { useCurrency } from "./useCurrency";

interface PackageFormProps {
  /** Null: a new one. */
  edited: Package | null;
  onClose: () => void;
}

const KINDS: PackageKind[] = ["per_session", "subscription", "per_program", "one_time"];
const INTERVALS = ["week", "month", "year"] as const;
type Interval = (typeof INTERVALS)[number];

/** What a package of a kind has to say; the rest of what was typed is left out. */
function fitting(values: PackageValues): PackageValues {
  const renews = values.kind === "subscription";
  return {
    ...values,
    billing_interval: renews ? values.billing_interval : null,
    interval_count: renews ? values.interval_count : null,
    trial_days: renews ? values.trial_days : 0,
    access_days: renews ? null : values.access_days,
    sessions_valid_days: values.sessions ? values.sessions_valid_days : null,
  };
}

export default function PackageForm({ edited, onClose }: PackageFormProps) {
  const { t } = useTranslation();
  const money = useMoney();
  const templates = useTemplates();
  const usual = useCurrency();
  const save = useChange((values: PackageValues) => savePackage(edited, values));
  const [price, setPrice] = useState(edited ? money.typed(edited.amount, edited.currency) : "");
  const [isTouched, touch] = useState(false);
  const [values, setValues] = useState<Omit<PackageValues, "amount">>(
    () =>
      edited ?? {
        name: "",
        description: "",
        kind: "per_session",
        currency: usual,
        billing_interval: "month",
        interval_count: 1,
        trial_days: 0,
        sessions: 10,
        sessions_valid_days: null,
        template_id: null,
        access_days: null,
        places: null,
      },
  );
  const change = (changed: Partial<PackageValues>) => {
    setValues({ ...values, ...changed });
    touch(true);
  };
  const { name, description, kind, currency, billing_interval, interval_count, template_id } = values;
  const amount = money.parse(price, currency);
  const isWhole =
    name.trim() !== "" &&
    (kind !== "per_session" || values.sessions !== null) &&
    (kind !== "per_program" || template_id !== null) &&
    (kind !== "subscription" || interval_count !== null);
  const count = (key: "sessions" | "sessions_valid_days" | "access_days" | "places", most: number) => (
    <NumberInput
      label={t(`billingCoach:package.form.${key}`)}
      description={t(`billingCoach:package.form.hint.${key}`)}
      min={1}
      max={most}
      allowDecimal={false}
      value={values[key] ?? ""}
      onChange={(value) => change({ [key]: value === "" ? null : Number(value) })}
    />
  );
  const onSubmit = (close: () => void) => {
    const { name: _, ...rest } = values;
    const row = {
      name: name.trim(),
      description: rest.description,
      kind,
      amount: amount ?? 0,
      currency,
      billing_interval: rest.billing_interval,
      interval_count: rest.interval_count,
      trial_days: rest.trial_days,
      sessions: rest.sessions,
      sessions_valid_days: rest.sessions_valid_days,
      template_id: rest.template_id,
      access_days: rest.access_days,
      places: rest.places,
    };
    save.mutate(fitting(row), { onSuccess: close });
  };
  return (
    <FormDialog
      title={t(edited ? "billingCoach:package.editTitle" : "billingCoach:package.new")}
      submit={t("app:save")}
      state={save}
      isReady={isWhole && amount !== null && amount > 0}
      isTouched={isTouched && !save.isSuccess}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      {!edited && (
        <NativeSelect
          label={t("billingCoach:package.form.kind")}
          data-autofocus
          value={kind}
          data={KINDS.map((value) => ({ value, label: t(`billingCoach:package.kind.${value}`) }))}
          onChange={(event) => change({ kind: event.currentTarget.value as PackageKind })}
        />
      )}
      <TextInput
        label={t("billingCoach:package.form.name")}
        maxLength={120}
        value={name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Textarea
        label={t("billingCoach:package.form.description")}
        autosize
        maxLength={2000}
        value={description}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
      <Group gap="xs" align="start" grow>
        <MoneyField
          label={t("billingCoach:package.form.price")}
          currency={currency}
          value={price}
          onChange={(text) => {
            setPrice(text);
            touch(true);
          }}
        />
        <NativeSelect
          label={t("billingCoach:currency")}
          value={currency}
          data={CURRENCIES}
          onChange={(event) => change({ currency: event.currentTarget.value })}
        />
      </Group>
      {kind === "subscription" && (
        <>
          <Group gap="xs" align="end" grow>
            <NumberInput
              label={t("billingCoach:package.form.every")}
              min={1}
              max={12}
              allowDecimal={false}
              value={interval_count ?? ""}
              onChange={(value) => change({ interval_count: value === "" ? null : Number(value) })}
            />
            <NativeSelect
              aria-label={t("billingCoach:package.form.interval")}
              value={billing_interval ?? "month"}
              data={INTERVALS.map((value) => ({
                value,
                label: t(`billingCoach:package.interval.${value}`, { count: interval_count ?? 1 }),
              }))}
              onChange={(event) => change({ billing_interval: event.currentTarget.value as Interval })}
            />
          </Group>
          <NumberInput
            label={t("billingCoach:package.form.trial")}
            description={t("billingCoach:package.form.hint.trial")}
            min={0}
            max={365}
            allowDecimal={false}
            value={values.trial_days}
            onChange={(value) => change({ trial_days: Number(value) })}
          />
        </>
      )}
      {count("sessions", 1000)}
      {values.sessions !== null && count("sessions_valid_days", 3650)}
      {(templates.data?.length ?? 0) > 0 || kind === "per_program" ? (
        <NativeSelect
          label={t("billingCoach:package.form.program")}
          description={templates.data?.length === 0 && t("billingCoach:package.form.noPrograms")}
          value={template_id ?? ""}
          data={[
            { value: "", label: t("billingCoach:package.form.noProgram") },
            ...(templates.data ?? []).map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChange={(event) => change({ template_id: event.currentTarget.value || null })}
        />
      ) : null}
      {kind !== "subscription" && count("access_days", 3650)}
      {count("places", 100_000)}
    </FormDialog>
  );
}
