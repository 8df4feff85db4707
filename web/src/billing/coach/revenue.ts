import type { Month } from "../api";

export const SERIES = ["booked", "received", "refunded"] as const;

/** The month so many months before one, YYYY-MM. */
export function monthsBack(month: string, count: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const index = year * 12 + (number - 1) - count;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
}

/** The sums of one currency for each month from `from` to `to`; 0 where there was nothing. */
export function everyMonth(months: Month[], currency: string, from: string, to: string): Month[] {
  const known = new Map(
    months.filter((month) => month.currency === currency).map((month) => [month.month.slice(0, 7), month]),
  );
  const nothing = { currency, booked: 0, received: 0, refunded: 0, payments: 0 };
  const all: Month[] = [];
  for (let month = from; month <= to; month = monthsBack(month, -1)) {
    all.push(known.get(month) ?? { month: `${month}-01`, ...nothing });
  }
  return all;
}
