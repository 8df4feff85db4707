const CM_PER_INCH = 2.54;

export type LengthUnit = "cm" | "in";

export function inUnit(cm: number, unit: LengthUnit): number {
  return unit === "cm" ? cm : Math.round((cm / CM_PER_INCH) * 10) / 10;
}

/** To the millimetre, so that what is shown in inches stays what it was. */
export function inCm(value: number, unit: LengthUnit): number {
  return unit === "cm" ? value : Math.round(value * CM_PER_INCH * 10) / 10;
}

const UNITS: Record<string, LengthUnit> = {
  cm: "cm",
  см: "cm",
  in: "in",
  inch: "in",
  inches: "in",
  дюйм: "in",
  дюймы: "in",
};

/** A measure whose unit was typed, as it is shown to somebody who prefers `unit`. What is no length stays as it is. */
export function measureIn<M extends { value: number; unit: string }>(measure: M, unit: LengthUnit): M {
  const typed = UNITS[measure.unit.trim().toLowerCase()];
  if (!typed || typed === unit) return measure;
  return { ...measure, value: inUnit(inCm(measure.value, typed), unit), unit };
}

/** A measure as it is kept: lengths in centimetres. */
export function measureInCm<M extends { value: number; unit: string }>(measure: M): M {
  const typed = UNITS[measure.unit.trim().toLowerCase()];
  return typed === "in" ? { ...measure, value: inCm(measure.value, "in"), unit: "cm" } : measure;
}
