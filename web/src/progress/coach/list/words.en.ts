const words = {
  row: {
    weight: "Weight",
    adherence: "Adherence",
    kg: "{{value}} kg",
    changeKg: "{{value}} kg in 7 days",
    coverage_one: "{{within}} of {{count}} logged day",
    coverage_other: "{{within}} of {{count}} logged days",
    notScored: "no days to score",
    weightTrend: "Weight over four weeks: {{values}}",
    adherenceTrend: "Adherence by week: {{values}}",
    lastLog: "Last entry {{moment}}",
    noLog: "No entries yet",
    allGood: "All well",
  },
  reason: {
    silent_one: "No data for {{count}} day",
    silent_other: "No data for {{count}} days",
    over: "Over target 3+ days running",
    under: "Under target 3+ days running",
    reviews_one: "{{count}} entry to review",
    reviews_other: "{{count}} entries to review",
    gap: "3+ days running without data",
    missing_one: "{{count}} day without data",
    missing_other: "{{count}} days without data",
    nothingYet: "Nothing logged yet",
    notJoined: "Not joined yet",
    invited: "Invited, not joined yet",
    none: "Nothing stands out",
  },
};

export default words;

declare module "../../../foundation/i18n/dictionary" {
  interface Namespaces {
    progressList: typeof words;
  }
}
