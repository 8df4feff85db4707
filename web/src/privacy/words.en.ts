const words = {
  title: "Your data",
  failed: "This did not work",
  notNow: "Not now:",
  confirm: "Type “{{expected}}” to confirm",
  noClient: "Your account holds no data of a client.",
  coachHint: "The data of a client is on the client's page, under Data.",
  export: {
    title: "Take a copy",
    hint: "Everything that is kept, in one ZIP archive: entries, what was read from them, plans and reports, as tables (CSV) and as JSON, and the pictures.",
    submit: "Download",
    pending: "Putting it together …",
    done: "The file is in your downloads.",
    lost_one: "{{count}} picture could not be loaded and is missing from it.",
    lost_other: "{{count}} pictures could not be loaded and are missing from it.",
  },
  revoke: {
    title: "End the coaching",
    hint: "From then on your coach sees none of your data. You keep everything.",
    body: "Your coach loses access at once. A picture that they have open now can stay visible for up to an hour. Another coach gets access only by an invite that you accept.",
    submit: "End the coaching",
  },
  release: {
    title: "End the coaching",
    hint: "You no longer see any data of this client. They keep everything, and another coach can continue.",
    body: "You lose access to {{name}} at once. You get it back only by an invite that they accept.",
    submit: "End the coaching",
  },
  erase: {
    title: "Erase this client",
    hint: "Deletes everything that is kept about this client, who has no account.",
    notYours: "This client has an account, so only they can erase their data.",
    clientAsked:
      "This client has asked to be erased. It happens on {{moment}}, unless they cancel it. You will no longer see them then.",
    mine: "Erase everything",
    mineHint:
      "Deletes everything that is kept about you as a client, for you and for your coach, seven days after you ask for it. Until then nothing changes, and you can cancel it.",
    mineBody:
      "In seven days your entries, pictures, plans and reports are deleted. Until then you can cancel it; afterwards nobody can bring them back. Take a copy first, if you want to keep them.",
    mineSubmit: "Erase in seven days",
    withAccount: "Delete my account too",
    coachUntilThen: "Your coach sees your diary until then. To end that now, end the coaching.",
    body: "Entries, pictures, plans and reports are deleted. This cannot be undone. A note of who erased them and when is kept, without names.",
    submit: "Erase for good",
  },
  account: {
    title: "Delete the account",
    hint: "You are signed out everywhere, and nobody can sign in with it any more.",
    body: "The account is deleted. This cannot be undone.",
    submit: "Delete the account",
    withDataHint: "Your data is erased on {{moment}}. The account can be deleted at the same time.",
    withDataBody:
      "On {{moment}} your account is deleted together with your data. Until then you can cancel both; afterwards nobody can bring them back.",
    withDataSubmit: "Delete my account too",
    eraseFirst: "it still holds your diary. Erase everything, and tick “Delete my account too”.",
    clientsFirst: "end the coaching of your clients first, and erase those without an account.",
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
    sharing_began: "Shared with another coach of the studio",
    sharing_ended: "No longer shared with another coach of the studio",
    health_read: "Health was read",
    erasure_requested: "Erasure asked for",
    erasure_cancelled: "Erasure cancelled",
    erased: "Erased",
    files_erased_one: "Pictures deleted: {{count}} file",
    files_erased_other: "Pictures deleted: {{count}} files",
    account_deleted: "Account deleted",
    archived: "Archived: out of the coach's list",
    unarchived: "Taken out of the archive",
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
    account_has_team: "You manage a studio. Leave it first.",
    account_has_clients:
      "Your account still has clients. End their coaching first, and erase those without an account.",
    account_has_data:
      "Your account still holds your own diary. Erase everything, and choose to delete the account too.",
    client_has_no_account:
      "This client has no account, so nobody could read their data afterwards. Invite them first, or erase the client.",
    client_owns_data:
      "This client has an account, so only they can erase their data. End the coaching, or archive the client.",
    erasure_on_request: "You are erased seven days after you ask for it. Ask under “Your data”.",
    client_name_differs: "This is not the client's name. Type it exactly as it is shown.",
  },
};

export default words;

declare module "../foundation/i18n/dictionary" {
  interface Namespaces {
    privacy: typeof words;
  }
}
