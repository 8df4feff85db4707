const words = {
  list: {
    title: "Clients",
    search: "Search clients",
    found_one: "{{count}} client",
    found_other: "{{count}} clients",
    nobodyFound: "No client found.",
    emptyTitle: "Your first client",
    emptyHint:
      "Add a client and send them an invite code. Their entries appear here. Clients who need you come first.",
    addFirst: "Add your first client",
    invite: "Invite",
    inviteAgain: "Invite again",
    coach: "Coach: {{name}}",
    inviteName: "Invite {{name}}",
  },
  page: {
    picker: "Client",
    back: "All clients",
    sections: "About this client",
    edit: "Details",
    unknown: "There is no such client",
    unknownHint:
      "The address may be mistyped, their coaching with you has ended, or the client belongs to another coach.",
  },
  client: {
    add: "Add a client",
    edit: "Client's details",
    name: "Name",
    email: "E-mail (optional)",
    timeZone: "Time zone",
    timeZoneHint: "Decides which day an entry belongs to. Taken from the client's device when they join.",
    timeZoneNone: "No such time zone",
    locale: "Language of reports",
    weightUnit: "Weights",
    weightUnitAsWritten: "as they write them",
    kg: "kilograms",
    lb: "pounds",
    emailInvalid: "This does not look like an e-mail address",
    nameMissing: "Please enter a name",
    failed: "This could not be saved",
  },
  archive: {
    title: "Archive",
    hint: "Takes the client out of your list and stops their weekly reports. Nothing is deleted, and you can bring them back.",
    isArchived: "This client is archived: not in your list, without weekly reports. Everything is kept.",
    submit: "Archive",
    bringBack: "Bring back into the list",
    list_one: "{{count}} archived client",
    list_other: "{{count}} archived clients",
  },
  invitation: {
    title: "Invite {{name}}",
    hint: "The code links one account to this client and works once. A new code replaces the one before.",
    email: "Send the link by e-mail to",
    send: "Send",
    sent: "The link is on its way to {{email}}. It is valid until {{date}}.",
    make: "Make an invite code",
    again: "Make another code",
    code: "Invite code",
    link: "Link with the code",
    copyCode: "Copy the code",
    copyLink: "Copy the link",
    copied: "Copied",
    once: "It is shown only now. Valid until {{date}}.",
    skip: "Later",
    done: "Done",
  },
  refusals: {
    locale: "A language is missing. Choose Russian or English.",
    timezone: "There is no time zone {{timezone}}. Choose one from the list.",
    client_has_account: "This client already has an account. They can sign in with it.",
    client_name: "A client needs a name of at most 200 characters.",
    email: "This is not an e-mail address. Check it, or leave the field empty.",
    only_coaches_archive:
      "Only the coach archives a client. To stop working with your coach, end the coaching.",
    only_coaches_add_clients:
      "Only coaches add clients. If you are a coach, sign up as one with another e-mail; if you are a client, accept your coach's invite.",
    too_many_clients:
      "A coach has at most {{limit}} clients. End the coaching of some of them, or ask for a higher limit.",
  },
};

export default words;

declare module "../../foundation/i18n/dictionary" {
  interface Namespaces {
    peopleCoach: typeof words;
  }
}
