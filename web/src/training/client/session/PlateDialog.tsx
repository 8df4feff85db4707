import { Group, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { inUnit, type WeightUnit } from "../../../account/weightUnit";
import { Dialog } from "../../../foundation/Dialog";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { parseNumber } from "../../../foundation/numberInput";
import { BARS, loadBar, PLATES } from "./plates";

interface PlateDialogProps {
  kg: number | null;
  unit: WeightUnit;
  onClose: () => void;
}

/** Which plates to put on the bar. */
export default function PlateDialog({ kg, unit, onClose }: PlateDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [typed, setTyped] = useState(kg === null ? "" : format.typed(inUnit(kg, unit)));
  const [bar, setBar] = useState(BARS[unit][0] ?? 0);
  const weight = parseNumber(typed);
  const loading = weight === null ? null : loadBar(weight, bar, PLATES[unit]);
  const inWords = (value: number) => t(`app:unit.${unit}`, { value: format.number(value, 2) });
  return (
    <Dialog title={t("trainingClient:plates.title")} onClose={onClose}>
      {() => (
        <Stack gap="sm">
          <TextInput
            label={t("trainingClient:plates.weight", { unit: t(`trainingClient:unit.${unit}`) })}
            inputMode="decimal"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <div>
            <Text size="sm" id="bars">
              {t("trainingClient:plates.bar")}
            </Text>
            <SegmentedControl
              aria-labelledby="bars"
              fullWidth
              size="md"
              value={String(bar)}
              onChange={(value) => setBar(Number(value))}
              data={BARS[unit].map((one) => ({ value: String(one), label: inWords(one) }))}
            />
          </div>
          {loading && (
            <Group gap="xs" role="status">
              <Text fw={600}>
                {loading.perSide.length === 0
                  ? t("trainingClient:plates.empty")
                  : t("trainingClient:plates.perSide", {
                      plates: loading.perSide.map((plate) => format.number(plate, 2)).join(" + "),
                    })}
              </Text>
              {weight !== null && Math.abs(loading.total - weight) > 0.01 && (
                <Text c="dimmed">{t("trainingClient:plates.makes", { weight: inWords(loading.total) })}</Text>
              )}
            </Group>
          )}
        </Stack>
      )}
    </Dialog>
  );
}
