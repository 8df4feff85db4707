const words = {
  forgot: "Forgot the password?",
  request: {
    title: "A new password",
    hint: "We send you a link by e-mail. It leads to a page where you choose a new password.",
    submit: "Send the link",
    sent: "Check your e-mail",
    sentHint: "If there is an account with {{email}}, a link is on its way. It is valid for an hour.",
    toSignIn: "Back to sign in",
  },
  choose: {
    title: "Choose a new password",
    password: "New password",
    submit: "Save the password",
    expired: "This link is no longer valid. It works once, for an hour. Ask for a new one.",
    again: "Ask for a new link",
  },
  providers: { or: "or", with: "Continue with {{provider}}" },
};

export default words;

declare module "../../foundation/i18n/dictionary" {
  interface Namespaces {
    accountAccess: typeof words;
  }
}
