const words = {
  title: "Your data",
  failed: "This did not work",
  notNow: "Not now:",
  confirm: "Type “{{expected}}” to confirm",
  noClient: "Nothing of a client is kept under your account.",
  coachHint: "What is kept about a client is on the client's page, under Data.",
  export: {
    title: "Take a copy",
    hint: "Everything that is kept, in one JSON file: entries, what was read from them, plans, reports, and a list of the pictures.",
    submit: "Download",
    pending: "Putting it together …",
    done: "The file is in your downloads.",
  },
  revoke: {
    title: "End the coaching",
    hint: "Your coach sees nothing of you any more, from that moment on. Everything stays with you.",
    body: "Your coach loses access at once. A picture they have open now may stay visible for up to an hour. Another coach can begin only with an invite that you accept.",
    submit: "End the coaching",
  },
  release: {
    title: "Let the client go",
    hint: "You see nothing of this client any more; everything stays with them, and another coach can go on.",
    body: "You lose access to {{name}} at once, and get it back only by an invite that they accept.",
    submit: "Let go",
    noAccount: "the client has no account, so nobody could read the data.",
  },
  erase: {
    title: "Erase this client",
    hint: "Deletes everything that is kept about this client, for you and for them.",
    mine: "Erase everything",
    mineHint: "Deletes everything that is kept about you as a client, for you and for your coach.",
    body: "Entries, pictures, plans and reports are deleted, and this cannot be undone. What stays is a note of who erased and when, without names.",
    submit: "Erase for good",
  },
  account: {
    title: "Delete the account",
    hint: "You are signed out everywhere, and nobody can sign in with it any more.",
    body: "The account is deleted, and this cannot be undone.",
    submit: "Delete the account",
    eraseFirst: "erase your data first.",
    clientsFirst: "let your clients go or erase them first.",
  },
  record: {
    title: "What has been done",
    empty: "Nothing so far.",
    newest: "Only the newest {{length}} are shown.",
    erasedClient: "A client you have no access to",
  },
  action: {
    account_linked: "Account linked",
    account_unlinked: "Account unlinked",
    coaching_began: "Coaching began",
    coaching_ended: "Coaching ended",
    erased: "Erased",
    files_erased_one: "Pictures deleted: {{count}} file",
    files_erased_other: "Pictures deleted: {{count}} files",
    account_deleted: "Account deleted",
  },
  actor: {
    you: "by you",
    client: "by the client",
    coach: "by the coach",
    invited: "by the person invited",
    system: "by the system",
  },
  refusals: {
    account_email_differs: "This is not the e-mail of your account. Type the one you sign in with.",
    account_has_clients: "Your account still has clients. End their coaching or erase them first.",
    account_has_data: "Your account still holds your own data as a client. Erase it first.",
    client_has_no_account:
      "This client has no account, so nobody could read their data afterwards. Invite them first, or erase the client.",
    client_name_differs: "This is not the client's name. Type it exactly as it is shown.",
  },
};

export default words;

declare module "../foundation/i18n/dictionary" {
  interface Namespaces {
    privacy: typeof words;
  }
}
