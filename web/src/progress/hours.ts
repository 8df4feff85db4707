import type { TFunction } from "i18next";
import type { Format } from "../foundation/i18n/format";
import { parseNumber } from "../foundation/numberInput";

const CLOCK = /^(\d{1,2})\s*:\s*(\d{2})$/;

/** Hours as people type them: 7.5, 7,5 or 7:30. Null if it is neither. */
export function parseHours(text: string): number | null {
  const [, hours, minutes] = (text.includes(":") && CLOCK.exec(text.trim())) || [];
  if (hours === undefined || minutes === undefined) return parseNumber(text);
  return Number(minutes) < 60 ? Math.round((Number(hours) + Number(minutes) / 60) * 10_000) / 10_000 : null;
}

/** Hours for a field: 7:30, and as a number where they are no whole minutes. */
export function typedHours(hours: number | null | undefined): string {
  if (hours == null) return "";
  const minutes = Math.round(hours * 60);
  if (Number.isInteger(hours) || Math.abs(hours * 60 - minutes) > 0.01) return String(hours);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

/** Hours in words: 7 h 30 min. */
export function hoursInWords(hours: number, t: TFunction, format: Format): string {
  const minutes = Math.round(hours * 60);
  const [whole, rest] = [format.number(Math.floor(minutes / 60), 0), format.number(minutes % 60, 0)];
  if (minutes % 60 === 0) return t("progress:event.hours", { hours: whole });
  return t("progress:event.hoursMinutes", { hours: whole, minutes: rest });
}
