const words = {
  whatItIs:
    "Wellio is a diary of food, weight, sleep and training that you write in your own words. Your coach reads it with you, sets the plan, and you both get a report every week.",
  signIn: {
    title: "Sign in",
    submit: "Sign in",
    toSignUp: "No account yet?",
    toSignUpLink: "Sign up",
  },
  signUp: {
    title: "Create an account",
    submit: "Create account",
    toSignIn: "Already have an account?",
    toSignInLink: "Sign in",
    iAm: "I am",
    coach: "a coach",
    client: "a client",
    clientHint:
      "I keep a diary and have a coach. They give me an invite code, which I enter in the next step.",
    coachHint: "I add clients, invite them, and follow their diaries and plans.",
    timeZone: "Your days are counted in the time zone {{timeZone}}.",
    checkMail: "Check your e-mail",
    checkMailHint: "We sent a link to {{email}}. Open it to finish signing up, then sign in.",
  },
  field: { email: "E-mail", password: "Password", showPassword: "Show the password", fullName: "Name" },
  invalid: {
    email: "This does not look like an e-mail address",
    password: "At least {{length}} characters",
    fullName: "Please enter a name",
    role: "Please choose what you are",
  },
  error: {
    credentials: "E-mail or password is wrong.",
    taken: "An account with this e-mail already exists. Sign in instead.",
    samePassword: "This is the password you have already. Choose another one.",
    weakPassword: "This password is too easy to guess. Choose a longer one.",
    unconfirmed: "First open the link in the e-mail that we sent you.",
    tooOften: "Too many attempts. Please wait a little.",
  },
  session: { expired: "Your session has ended. Please sign in again." },
  timeZone: {
    differs: "Your days are counted in the time zone {{stored}}, but this device is in {{browser}}.",
    switch: "Use {{browser}}",
    keep: "Keep {{stored}}",
  },
  unsent: {
    title: "Not everything has been sent",
    body_one:
      "{{count}} entry is still waiting on this device. It is kept and sent when you sign in here again.",
    body_other:
      "{{count}} entries are still waiting on this device. They are kept and sent when you sign in here again.",
    signOut: "Sign out anyway",
  },
  menu: {
    language: "Language",
    weights: "Weights in",
    unit: { kg: "Kilograms", lb: "Pounds" },
    theme: "Appearance",
    themeLight: "Light",
    themeDark: "Dark",
    themeAuto: "Same as the system",
    timeZone: "Time zone",
    signOut: "Sign out",
  },
};

export default words;

declare module "../foundation/i18n/dictionary" {
  interface Namespaces {
    account: typeof words;
  }
}
