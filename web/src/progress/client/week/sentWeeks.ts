import type { SentReport } from "../../api";

/** A week with the report that stands for it, and what was sent of it before, newest first. */
export interface SentWeek {
  report: SentReport;
  earlier: SentReport[];
}

/** What a second sending is owed to. Only the sender is known: a coach may have edited the text, or the facts changed. */
export function sender({ sent_by }: Pick<SentReport, "sent_by">): "byCoach" | "byItself" {
  return sent_by === null ? "byItself" : "byCoach";
}

/** `reports`: the newest week first, and of a week the last sending. */
export function sentWeeks(reports: readonly SentReport[]): SentWeek[] {
  const weeks: SentWeek[] = [];
  for (const report of reports) {
    const last = weeks.at(-1);
    if (last?.report.week_start === report.week_start) last.earlier.push(report);
    else weeks.push({ report, earlier: [] });
  }
  return weeks;
}
