import type { WeightUnit } from "../../../account/weightUnit";

/** The plates and bars of most gyms, the heaviest first. */
export const PLATES: Record<WeightUnit, readonly number[]> = {
  kg: [25, 20, 15, 10, 5, 2.5, 1.25],
  lb: [45, 35, 25, 10, 5, 2.5],
};
export const BARS: Record<WeightUnit, readonly number[]> = { kg: [20, 15, 10], lb: [45, 35, 25] };

export interface Loading {
  /** Plates of one side, the heaviest first. */
  perSide: number[];
  /** What the bar weighs with them: the closest weight that is not above the one asked for. */
  total: number;
}

/** How to load a bar for a weight, all in one unit. A weight below the bar leaves it empty. */
export function loadBar(weight: number, bar: number, plates: readonly number[]): Loading {
  let hundredths = Math.max(0, Math.floor(((weight - bar) / 2) * 100 + 1e-6));
  const perSide: number[] = [];
  for (const plate of plates) {
    for (; hundredths >= plate * 100; hundredths -= plate * 100) perSide.push(plate);
  }
  return { perSide, total: bar + 2 * perSide.reduce((sum, plate) => sum + plate, 0) };
}
