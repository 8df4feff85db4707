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
  refusals: {
    nothing_asked: "Nothing is asked about this entry any more. Load it once more.",
    no_such_choice: "This is none of the choices. Choose one of those shown.",
    no_such_own_exercise: "There is no such exercise of yours. Choose one that you have added.",
    exercise_notes: "Notes have at most 1000 characters. Shorten them.",
    exercise_merge:
      "These two exercises cannot become one. Choose another one that is counted in the same way.",
    session_rpe: "The effort is a number from 1 to 10, and notes have at most 2000 characters.",
    session_finished: "This workout is finished. Open it again first.",
    program_moves_by_itself: "This programme advances when its workouts are done. Skip sessions instead.",
    program_week: "The programme has no such week. Choose one that it has.",
    shift_days: "The programme cannot be shifted by so many days. Choose fewer.",
    program_over: "This programme is over. Begin another one.",
    only_coach_moves_programs: "Only the coach changes the programme. Ask your coach.",
    no_such_program: "There is no such programme. It may have been ended meanwhile.",
    program_overlaps: "The client has “{{title}}” until {{until, day}}. Begin after it, or end it first.",
    only_coach_assigns: "Only the coach assigns programmes. Ask your coach.",
    template_archived: "This programme is archived. Bring it back first.",
    program_start:
      "Choose a first day at most a year back and two years ahead, and how the programme advances.",
    program_empty: "The programme has no phase yet. Add one with workouts first.",
    program_first_week: "The programme has {{weeks}} weeks. Choose one of them.",
    program_empty_week:
      "Week {{week}} of phase {{phase}} is empty. Add a workout to it, or shorten the phase.",
    no_such_session: "There is no such workout. It may have been changed meanwhile.",
    program_paused: "The programme is paused. Resume it first, or begin a workout without a programme.",
    session_title: "A workout has a title of at most 200 characters. Give a shorter one.",
    session_exercises: "A workout has at most {{limit}} exercises. Begin another one.",
    no_such_exercise: "There is no such exercise. Choose another one.",
    set_value: "The set has an impossible value. Check repetitions, weight and effort.",
    template_document: "The programme cannot be kept as it is. Reload the page and try again.",
    template_value: "A value of the programme is out of its limits ({{path}}). Correct it.",
    template_range: "A range of repetitions is reversed ({{path}}). Put the smaller number first.",
    template_load:
      "A load is impossible ({{path}}). Give up to 1000 kg, 150 percent, RPE 10 or 10 in reserve.",
    template_rule: "A rule of progression says too little ({{path}}). Give its step or its percents.",
    template_day: "Two workouts share a day, or a week is not in its phase ({{path}}). Move one of them.",
    template_exercise:
      "An exercise of the programme is no longer in the library ({{path}}). Choose another one.",
    template_ids: "Parts of the programme are there twice. Reload the page and try again.",
    template_too_large: "The programme is too large. It has at most 104 weeks and 4000 exercises.",
    no_such_template: "There is no such programme of yours. It may be in another account.",
    too_many_programs: "You have {{limit}} programmes, which is the most. Change one of them instead.",
    category_name: "A category has a name of at most 80 characters. Give one.",
    category_position: "A category has a place among the others. Give a whole number.",
    category_parent: "The category cannot lie there. Choose a parent of the same kind.",
    category_cycle: "A category cannot lie within itself. Choose another parent.",
    exercise_name: "An exercise has a name of at most 120 characters. Give one.",
    exercise_video: "This is no address of a video. It begins with https://, for example a page on YouTube.",
    exercise_details: "The exercise cannot be kept like this. Its cues have at most 2000 characters.",
    exercise_lists:
      "The exercise has too many muscles, pieces of equipment or other names. Give at most 20 of each.",
    exercise_category: "There is no category {{slug}}. Choose one of the list.",
    metric: "A measurement has a name of at most 80 characters and a number up to 1000000. Correct it.",
    measured_on: "The day of a measurement is today or earlier. Choose such a day.",
    photo_details: "A photo has a pose and a day up to today. Choose both.",
    photo_path: "The photo could not be kept. Choose the file once more.",
    entry_text: "An entry has some text, at most 8000 characters. Write it or shorten it.",
    entry_on: "The day of an entry is today or earlier. Choose such a day.",
    session_state: "The workout has changed meanwhile. Look at it once more.",
    program_state: "The programme has changed meanwhile. Look at it once more.",
  },
};

export default words;

declare module "../foundation/i18n/dictionary" {
  interface Namespaces {
    training: typeof words;
  }
}
