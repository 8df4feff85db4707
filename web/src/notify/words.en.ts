const words = {
  title: "Notifications",
  toSettings: "What I am told",
  list: {
    title: "Newest first",
    readAll: "Mark all as read",
    empty: "Nothing yet. What needs your attention appears here.",
    more: "Show older ones",
    unread: "unread",
  },
  channel: { in_app: "In the app", email: "E-mail", push: "Push", telegram: "Telegram", sms: "SMS" },
  settings: {
    title: "What I am told",
    choices: "Through which channels",
    what: "About",
    quiet: "Quiet hours",
    toTemplates: "Words that my clients get",
  },
  push: {
    title: "This browser",
    here: "Show notifications in this browser",
    offer: "Shall this browser tell you?",
    hint: "You then learn of news when Wellio is closed, too.",
    on: "Yes, show notifications",
    notNow: "Not now",
    failed: "This browser could not be registered. Try again later.",
    impossible:
      "This browser cannot show notifications of Wellio. On an iPhone, add Wellio to the home screen first.",
    denied: "Notifications of Wellio are blocked in this browser. Allow them in its settings for this site.",
  },
  phone: {
    title: "SMS",
    hint: "Give a number, and you can choose SMS above. We send a code there first.",
    known: "SMS go to {{phone}}.",
    remove: "Remove the number",
    number: "Phone number",
    send: "Send a code",
    code: "The code from the SMS",
    confirm: "Confirm",
    wrong: "This is another code. Look at the newest SMS.",
  },
  quiet: {
    on: "What is not urgent waits until they end, by the clock of {{zone}}.",
    off: "There are none. You choose them by the clock of {{zone}}.",
    from: "From",
    until: "Until",
    save: "Save quiet hours",
    none: "No quiet hours",
  },
  templates: {
    title: "Words that my clients get",
    hint: "Where you write nothing, clients get the words that are built in.",
    words: "Words",
    kind: "About",
    channel: "Channel",
    locale: "Language",
    variables: "These are filled in:",
    subject: "Subject",
    body: "Text",
    save: "Save",
    saved: "Saved. Your clients get these words from now on.",
    preview: "Preview",
    previewTitle: "Preview",
    reset: "Back to the built-in words",
  },
  unsubscribe: {
    title: "No more letters like this",
    hint: "You will get no more e-mails of this kind. You still see the news in Wellio.",
    submit: "Stop these letters",
    done: "Done. You will get no more letters of this kind.",
    toSettings: "Choose what I am told",
  },
  refusals: {
    phone: "This is not a phone number. Begin with + and the code of the country.",
    too_many_codes: "Too many codes were sent. Try again in an hour.",
    no_such_code: "This code is no longer valid. Have a new one sent.",
    no_such_kind: "There is no such notification any more. Load the page again.",
    preference_incomplete: "Something of your choice is missing. Load the page again.",
    quiet_hours_incomplete: "Quiet hours have a beginning and an end. Enter both.",
    push_subscription: "This browser cannot be registered. Switch its notifications off and on again.",
    unsubscribe_unknown: "This link is not known. Open it as it stands in the letter, or sign in.",
    only_coaches_write_templates: "Only coaches write these words.",
    template_incomplete: "A channel or a language is missing. Choose both.",
    template_length: "Write a subject of 1 to 200 characters and a text of 1 to 4000.",
    unknown_variable: "There is no variable {{variable}}. Use these: {{variables}}.",
    too_many_invites: "Too many invites were sent today. Give the code to your client yourself.",
  },
};

export default words;

declare module "../foundation/i18n/dictionary" {
  interface Namespaces {
    notify: typeof words;
  }
}
