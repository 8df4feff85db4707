const words = {
  invite: {
    title: "Join your coach",
    hint: "Enter the code from your coach. Capital letters and dashes do not matter.",
    code: "Invite code",
    submit: "Continue",
    yourCoach: "Your coach",
    invites: "{{coach}} invites you",
    whatItIs:
      "Wellio is a diary of food, weight, sleep and training that you write in your own words and share with your coach.",
    sees: "{{coach}} will see:",
    seesDiary: "what you write and photograph in the diary, and what is read from it",
    seesReports: "your plans and weekly reports",
    seesName: "your name, language and time zone, but not your e-mail",
    yours: "The diary stays yours. You can end the coaching at any time; from then on they see nothing.",
    signUpAndJoin: "Create account and join",
    signInAndJoin: "Sign in and join",
    join: "Join {{coach}}",
    unusable: "This invite cannot be used",
    otherCode: "Enter another code",
    wrongAccount: "You are signed in as a coach. Sign out to accept the invite as a client.",
    signOut: "Sign out",
    missing: "Please enter the code",
  },
  noCoach: {
    title: "You have no coach",
    hint: "Your diary, plans and reports are yours. You can read them, keep writing, and take a copy under “Your data” in the menu. Nobody else sees them.",
    join: "Enter the invite code of a coach",
    takeOver: "Your new coach will see your whole diary, plans and reports so far.",
  },
  alone: {
    or: "or",
    hint: "You do not need a coach. You can keep the diary by yourself and join a coach later.",
    submit: "Start without a coach",
  },
  refusals: {
    goal_weight: "A goal weight lies between 30 and 300 kg (66 and 661 lb).",
    role_has_clients: "You have clients. End their coaching first, and erase those without an account.",
    role_has_team: "You are in a studio. Leave it first.",
    coach_alone: "You are signed in as a coach. Sign up as a client with another e-mail.",
    role_has_diary:
      "You have a diary as a client. To coach others, sign up as a coach with another e-mail, or erase the diary first.",
    role: "Choose coach or client.",
    too_many_requests: "Too many changes within a minute. Continue in {{seconds}} s.",
    version_missing: "This screen is older than the app. Reload it, and make the change again.",
    already_coached: "You already have a coach. End the coaching first, or sign up with another e-mail.",
    full_name: "This name is too long. Use at most 200 characters.",
    invite_expired: "This invite code has expired. Ask your coach for a new one.",
    invite_has_records:
      "Your new coach has already written something under this invite. Ask them to add you as a new client, and to invite you before they write anything.",
    invite_taken: "This client already has an account. Ask your coach which account it is.",
    invite_unknown: "This invite code is not known. Check the code, or ask your coach for a new one.",
    invite_used:
      "This invite code has been used. If it was you, sign in; otherwise ask your coach for a new one.",
    own_invite: "This is your own invite. Sign in as the client to accept it.",
  },
};

export default words;

declare module "../foundation/i18n/dictionary" {
  interface Namespaces {
    people: typeof words;
  }
}
