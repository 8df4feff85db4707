import { addDays, type Day } from "../calendar";
import type { Language } from "./language";

export const LOCALES: Record<Language, string> = { en: "en-GB", ru: "ru-RU" };

/** Numbers and dates as people who read `language` write them. */
export interface Format {
  number(value: number, maximumFractionDigits?: number): string;
  /** As people type it: no spaces between thousands. */
  typed(value: number): string;
  /** With its sign: +0.4, −1.2. */
  change(value: number, maximumFractionDigits?: number): string;
  percent(value: number): string;
  /** 14 November. */
  day(day: Day): string;
  /** 14 Nov. */
  shortDay(day: Day): string;
  /** Fri. */
  weekday(day: Day): string;
  /** Friday, 14 November. */
  longDay(day: Day): string;
  /** 14 Nov 2026. */
  date(day: Day): string;
  /** November 2026. */
  month(day: Day): string;
  /** Nov. */
  shortMonth(day: Day): string;
  /** 9–15 November. */
  days(from: Day, to: Day): string;
  /** 9–15 Nov. */
  shortDays(from: Day, to: Day): string;
  time(moment: Date | string, timeZone?: string): string;
  dateTime(moment: Date | string, timeZone?: string): string;
  /** 2 min ago. */
  ago(moment: string): string;
  /** today or yesterday. Null for other days. */
  relativeDay(day: Day, today: Day): string | null;
  list(items: string[]): string;
}

const formats = new Map<Language, Format>();

export function formatFor(language: Language): Format {
  const known = formats.get(language);
  if (known) return known;
  const made = createFormat(LOCALES[language]);
  formats.set(language, made);
  return made;
}

/** Russian dates end in "г.", which would make two full stops at the end of a sentence. */
function withoutYearMark(date: string): string {
  return date.replace(/(\d{4})\sг\./, "$1");
}

function createFormat(locale: string): Format {
  const dates = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
  const asDate = (day: Day) => new Date(`${day}T00:00:00Z`);
  const numbers = new Map<string, Intl.NumberFormat>();
  const number = (options: Intl.NumberFormatOptions) => {
    const key = JSON.stringify(options);
    const made = numbers.get(key) ?? new Intl.NumberFormat(locale, options);
    numbers.set(key, made);
    return made;
  };
  const day = dates({ day: "numeric", month: "long" });
  const shortDay = dates({ day: "numeric", month: "short" });
  const weekday = dates({ weekday: "short" });
  const longDay = dates({ weekday: "long", day: "numeric", month: "long" });
  const date = dates({ day: "numeric", month: "short", year: "numeric" });
  const month = dates({ month: "long", year: "numeric" });
  const shortMonth = dates({ month: "short" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const since = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  const list = new Intl.ListFormat(locale, { type: "conjunction" });

  return {
    number: (value, maximumFractionDigits = 1) => number({ maximumFractionDigits }).format(value),
    typed: (value) => number({ maximumFractionDigits: 2, useGrouping: false }).format(value),
    change: (value, maximumFractionDigits = 1) =>
      number({ maximumFractionDigits, signDisplay: "exceptZero" }).format(value).replace("-", "−"),
    percent: (value) => number({ style: "percent", maximumFractionDigits: 0 }).format(value / 100),
    day: (value) => day.format(asDate(value)),
    shortDay: (value) => shortDay.format(asDate(value)),
    weekday: (value) => weekday.format(asDate(value)),
    longDay: (value) => longDay.format(asDate(value)),
    date: (value) => withoutYearMark(date.format(asDate(value))),
    month: (value) => withoutYearMark(month.format(asDate(value))),
    shortMonth: (value) => shortMonth.format(asDate(value)),
    days: (from, to) => day.formatRange(asDate(from), asDate(to)),
    shortDays: (from, to) => shortDay.formatRange(asDate(from), asDate(to)),
    time: (moment, timeZone) =>
      new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone }).format(new Date(moment)),
    dateTime: (moment, timeZone) =>
      withoutYearMark(
        new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone }).format(
          new Date(moment),
        ),
      ),
    ago: (moment) => {
      const minutes = Math.max(0, Math.round((Date.now() - Date.parse(moment)) / 60_000));
      if (minutes < 60) return since.format(-minutes, "minute");
      const hours = Math.round(minutes / 60);
      return hours < 24 ? since.format(-hours, "hour") : since.format(-Math.round(hours / 24), "day");
    },
    relativeDay: (value, today) => {
      if (value === today) return relative.format(0, "day");
      return value === addDays(today, -1) ? relative.format(-1, "day") : null;
    },
    list: (items) => list.format(items),
  };
}
