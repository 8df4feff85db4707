const words = {
  invite: {
    title: "Join your coach",
    hint: "Enter the code from your coach. Capital letters and dashes do not matter.",
    code: "Invite code",
    submit: "Join",
    welcome: "You have been invited to Wellio",
    welcomeHint: "Create an account or sign in to be linked to your coach.",
    wrongAccount: "You are signed in as a coach. Sign out to accept the invite as a client.",
    missing: "Please enter the code",
  },
  noCoach: {
    title: "You have no coach at the moment",
    hint: "Everything you have written stays yours, and you can keep writing. Nobody else sees it.",
    join: "Enter the invite code of a coach",
    takeOver: "Your new coach will see your whole diary, plans and reports so far.",
  },
  refusals: {
    goal_weight: "A goal weight lies between 30 and 300 kg (66 and 661 lb).",
    already_coached: "You already have a coach. End the coaching first, or sign up with another e-mail.",
    full_name: "This name is too long. Use at most 200 characters.",
    invite_expired: "This invite code has expired. Ask your coach for a new one.",
    invite_has_records:
      "Your new coach has already written something under this invite. Ask them to add you as a new client, and to invite you before they write anything.",
    invite_taken: "This client already has an account. Ask your coach which account it is.",
    invite_unknown: "This invite code is not known. Check the code, or ask your coach for a new one.",
    invite_used: "This invite code has been used. Ask your coach for a new one.",
    own_invite: "This is your own invite. Sign in as the client to accept it.",
  },
};

export default words;

declare module "../foundation/i18n/dictionary" {
  interface Namespaces {
    people: typeof words;
  }
}
