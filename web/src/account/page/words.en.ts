const words = {
  title: "Account",
  saved: "Saved.",
  name: {
    title: "Name",
    coachHint: "Your clients see it, also on invites.",
    clientHint: "It stands where Wellio says who wrote or changed something.",
  },
  timeZone: {
    title: "Time zone",
    hint: "Decides which day an entry belongs to. Entries so far keep their day.",
  },
  password: {
    title: "Password",
    current: "Password now",
    currentMissing: "Please enter the password you sign in with",
    currentWrong: "This is not the current password",
    next: "New password",
    hint: "At least {{length}} characters. Other devices are signed out.",
    submit: "Change the password",
  },
  role: {
    title: "Coach or client",
    hasDiary: "You are a client with a diary. To coach others, sign up as a coach with another e-mail.",
  },
  preferences: {
    title: "Preferences",
    lengths: "Lengths in",
    cm: "Centimetres",
    in: "Inches",
    firstDay: "A week begins on",
    day: { monday: "Monday", saturday: "Saturday", sunday: "Sunday" },
    languages: "Languages in which you can be written to",
  },
  refusals: {
    first_day_of_week: "A week begins on Monday, Saturday or Sunday.",
    preferences: "A preference is missing. Choose one in each field.",
  },
};

export default words;

declare module "../../foundation/i18n/dictionary" {
  interface Namespaces {
    accountPage: typeof words;
  }
}
