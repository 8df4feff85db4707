const words = {
  kind: {
    weight_reps: "Weight and repetitions",
    reps: "Repetitions",
    time: "Time",
    distance: "Distance",
  },
  block: { single: "Single", superset: "Superset", circuit: "Circuit" },
  target: {
    sets: "{{sets}} × {{amount}}",
    max: "max",
    seconds: "{{value}} s",
    minutes: "{{value}} min",
    meters: "{{value}} m",
    kilometers: "{{value}} km",
    percent: "{{value}}% of the training max",
    rpe: "RPE {{value}}",
    rir: "{{value}} in reserve",
    rest: "rest {{time}}",
    tempo: "tempo {{tempo}}",
  },
  text: {
    phase: "Phase {{number}}: {{title}}",
    week: "Week {{from}}",
    weeks: "Weeks {{from}}–{{to}}",
    day: "Day {{position}}",
  },
  refusals: {},
};

export default words;

declare module "../foundation/i18n/dictionary" {
  interface Namespaces {
    training: typeof words;
  }
}
