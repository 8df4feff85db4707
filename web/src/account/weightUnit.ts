import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Enum } from "../foundation/database";
import type { Format } from "../foundation/i18n/format";
import { useFormat } from "../foundation/i18n/useLanguage";
import { useMe } from "./queries";

export type WeightUnit = Enum<"weight_unit">;

const KG_PER_LB = 0.45359237;

/** Kilograms as a number of the unit. */
export function inUnit(kilograms: number, unit: WeightUnit): number {
  return unit === "lb" ? kilograms / KG_PER_LB : kilograms;
}

/** A number of the unit as kilograms. */
export function inKilograms(value: number, unit: WeightUnit): number {
  return unit === "lb" ? value * KG_PER_LB : value;
}

/** Weights in words of one unit. */
export interface WeightFormat {
  unit: WeightUnit;
  /** 67.5 kg. */
  weight(kilograms: number): string;
  /** −0.4 kg. */
  change(kilograms: number): string;
}

export function weightFormat(unit: WeightUnit, t: TFunction, format: Format): WeightFormat {
  return {
    unit,
    weight: (kilograms) => t(`app:unit.${unit}`, { value: format.number(inUnit(kilograms, unit), 1) }),
    change: (kilograms) => t(`app:unit.${unit}`, { value: format.change(inUnit(kilograms, unit), 1) }),
  };
}

/** In the unit of the person who looks: a coach's own; of a client `ofClient`, which the facts say. */
export function useWeightFormat(ofClient?: WeightUnit): WeightFormat {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: me } = useMe();
  const own = me?.role === "coach" ? me.weight_unit : (me?.client?.weight_unit ?? ofClient);
  return weightFormat(own ?? "kg", t, format);
}
