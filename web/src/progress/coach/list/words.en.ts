const words = {
  row: {
    weight: "Weight",
    adherence: "Adherence, last 7 days",
    change: "{{value}} since {{day}}",
    coverage_one: "{{within}} of {{count}} logged day",
    coverage_other: "{{within}} of {{count}} logged days",
    notScored: "no days to score",
    weightTrend: "Weight over four weeks: {{values}}",
    adherenceTrend: "Adherence by week: {{values}}",
    ownLog: "Client's last entry {{moment}}",
    othersLog: "Coach's last entry {{moment}}",
    noLog: "No entries yet",
    allGood: "All well",
  },
  reason: {
    silent_one: "No data for {{count}} day ({{days}})",
    silent_other: "No data for {{count}} days ({{days}})",
    unwritten_one: "Client has not written for {{count}} day ({{days}})",
    unwritten_other: "Client has not written for {{count}} days ({{days}})",
    over_one: "Over target {{count}} day running ({{days}})",
    over_other: "Over target {{count}} days running ({{days}})",
    under_one: "Under target {{count}} day running ({{days}})",
    under_other: "Under target {{count}} days running ({{days}})",
    reviews_one: "{{count}} entry to review",
    reviews_other: "{{count}} entries to review",
    doubtful_one: "Unusual calories on {{count}} day, not counted",
    doubtful_other: "Unusual calories on {{count}} days, not counted",
    missing_one: "{{count}} day without data",
    missing_other: "{{count}} days without data",
    off_one: "Off target on {{days}} of {{count}} logged day",
    off_other: "Off target on {{days}} of {{count}} logged days",
    on: "{{words}}: {{days}}",
    nothingYet: "No data yet",
    neverWrote: "Client has not written yet",
    notJoined: "Not joined yet",
    invited: "Invited, not joined yet",
  },
};

export default words;

declare module "../../../foundation/i18n/dictionary" {
  interface Namespaces {
    progressList: typeof words;
  }
}
