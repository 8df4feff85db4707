const CM_PER_INCH = 2.54;

export type LengthUnit = "cm" | "in";

export function inUnit(cm: number, unit: LengthUnit): number {
  return unit === "cm" ? cm : Math.round((cm / CM_PER_INCH) * 10) / 10;
}

/** To the millimetre, so that what is shown in inches stays what it was. */
export function inCm(value: number, unit: LengthUnit): number {
  return unit === "cm" ? value : Math.round(value * CM_PER_INCH * 10) / 10;
}
