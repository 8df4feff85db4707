import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import type { CalorieStatus, SeriesDay } from "../../api";
import classes from "./WeekBars.module.css";
import { type WeekBar, weekBars } from "./weekBars";

/** Seven bars against each day's target range. A list, so that it can be read aloud and needs no chart library. */
export function WeekBars({ series }: { series: SeriesDay[] }) {
  return (
    <ol className={classes.chart}>
      {weekBars(series).map((bar) => (
        <DayBar key={bar.day} bar={bar} />
      ))}
    </ol>
  );
}

function isVerdict(status: WeekBar["status"]): status is CalorieStatus {
  return status === "within" || status === "above" || status === "below";
}

const share = (value: number) => `${(value * 100).toFixed(2)}%`;

function DayBar({ bar }: { bar: WeekBar }) {
  const { t } = useTranslation();
  const format = useFormat();
  const day = format.longDay(bar.day);
  const words =
    bar.calories === null
      ? t("progress:week.dayUnlogged", { day })
      : t("progress:week.dayCalories", { day, value: format.number(bar.calories, 0) });
  const label = [
    words,
    isVerdict(bar.status) && t(`progress:calorieStatus.${bar.status}`),
    bar.mark && t(`progress:day.mark.${bar.mark}`),
  ]
    .filter(Boolean)
    .join(", ");
  return (
    <li className={classes.day} title={label} data-status={bar.status} data-mark={bar.mark ?? undefined}>
      <span className={classes.spoken}>{label}</span>
      <span className={classes.plot} aria-hidden>
        {bar.band && (
          <span
            className={classes.band}
            style={{ bottom: share(bar.band.low), height: share(bar.band.high - bar.band.low) }}
          />
        )}
        {bar.calories === null ? (
          <span className={classes.unlogged} />
        ) : (
          <span
            className={classes.bar}
            data-estimated={bar.estimated || undefined}
            style={{ height: share(bar.height) }}
          />
        )}
      </span>
      <span className={classes.value} aria-hidden>
        {bar.calories === null ? "–" : format.number(bar.calories, 0)}
      </span>
      <span className={classes.weekday} aria-hidden>
        {format.weekday(bar.day)}
      </span>
      <span className={classes.mark} aria-hidden>
        {bar.mark && t(`progress:day.short.${bar.mark}`)}
      </span>
    </li>
  );
}
