const words = {
  title: "About me",
  skippable: "Every field may stay empty.",
  saved: "Saved.",
  add: "Add",
  remove: "Remove",
  profile: {
    title: "Profile",
    birth_date: "Date of birth",
    sex: "Sex",
    activity_level: "Activity in everyday life",
    occupation: "Occupation",
    dietary_preferences: "Food: what they like, avoid, must not eat",
    notes: "Notes",
    notesHint: "Coach and client both read them.",
  },
  sex: { female: "female", male: "male" },
  height: { cm: "Height, cm", in: "Height, inches", invalid: "Please enter a number" },
  activity: {
    sedentary: "mostly sitting",
    light: "light: some walking",
    moderate: "moderate: on the feet for hours",
    active: "active: physical work",
    very_active: "very active: hard physical work",
  },
  goals: {
    title: "Goals",
    empty: "No goals yet. What should change, and by when?",
    new: "New goal",
    day: "By (optional)",
    until: "by {{date}}",
    reached: "reached {{date}}",
    dropName: "Remove the goal {{title}}",
  },
  tests: {
    title: "Fitness tests",
    empty: "Nothing tested yet.",
    kind: "What was tested",
    example: "Push-ups in a minute",
    value: "Result",
    unit: "Unit",
    day: "Day",
    removeName: "Remove {{kind}}",
  },
  health: {
    title: "Health and emergency contacts",
    clientHint:
      "Only you and your own coach read this, not the studio. Each time your coach reads it is noted under “Your data”.",
    coachHint:
      "Only the client and you read this, not the studio. Each time you read it is noted, and the client sees the note.",
    read: "Read",
    conditions: "Conditions and illnesses",
    injuries: "Injuries and operations",
    medications: "Medication",
    allergies: "Allergies",
    clearance: "Did a doctor agree to training?",
    changed: "Somebody has changed this meanwhile. Load it again and repeat your change.",
    reload: "Load it again",
  },
  clearance: { not_asked: "not asked", needed: "must be asked", given: "yes" },
  contacts: {
    title: "In an emergency call",
    name: "Name",
    phone: "Phone",
    relation: "Who it is",
    add: "Add a contact",
    removeName: "Remove the contact {{name}}",
  },
  refusals: {
    birth_date: "This is not a day of birth. Give a day since 1900, or leave the field empty.",
    height: "A height lies between 50 and 280 cm. Correct it, or leave the field empty.",
    profile_text:
      "A text is too long. An occupation has at most 200 characters, food preferences 2000, notes 4000.",
    goal_title: "A goal needs words, at most 200 characters.",
    assessment: "A test needs a name and a number. The name has at most 80 characters, the unit 40.",
    assessed_on: "A test needs its day, today or earlier.",
    health_too_long: "A text is too long. Use at most 4000 characters.",
    emergency_contacts: "A contact needs a name and a phone number, and there are at most five.",
  },
};

export default words;

declare module "../../foundation/i18n/dictionary" {
  interface Namespaces {
    peopleAbout: typeof words;
  }
}
