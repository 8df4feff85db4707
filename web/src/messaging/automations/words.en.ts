const words = {
  title: "Automated messages",
  hint: "They go to your clients in your name, each once for each cause. They never go between the quiet hours of the client's day.",
  add: "New automated message",
  edit: "Change",
  empty: "None yet. Greet new clients, or ask those who have gone silent.",
  on: "{{name}}: on",
  deleteTitle: "Delete it, with the record of what it sent? The messages themselves stay.",
  when: {
    birthday_zero: "On the client's birthday",
    birthday_one: "{{count}} day after the client's birthday",
    birthday_other: "{{count}} days after the client's birthday",
    silent_one: "After {{count}} day of silence",
    silent_other: "After {{count}} days of silence",
    signed_up_one: "{{count}} day after the client has joined",
    signed_up_other: "{{count}} days after the client has joined",
  },
  trigger: {
    birthday: "The client has their birthday, as in their profile",
    silent: "The client is silent: no entry and no message",
    signed_up: "The client has joined",
  },
  form: {
    condition: "Only if",
    name: "Name, which only you see",
    trigger: "When",
    days: "After how many days",
    language: "To whom",
    anyLanguage: "Clients of any language",
    text: "Message",
    variables: "{{client}}, {{coach}} and {{days}} in double curly brackets are filled in.",
    example: "Hi! I have not heard from you for a while. How are you?",
    quietFrom: "Quiet from",
    quietTo: "until",
  },
  condition: {
    always: "Always",
    with_plan: "A plan is in force for the client",
    without_plan: "No plan is in force for the client",
  },
  preview: {
    button: "Try on the last 30 days",
    found_zero: "In the last 30 days it would have gone to nobody. Nothing was sent.",
    found_one: "In the last 30 days it would have been due {{count}} time. Nothing was sent.",
    found_other: "In the last 30 days it would have been due {{count}} times. Nothing was sent.",
  },
  log: { title: "What it sent", empty: "Nothing has been due yet." },
  outcome: { sent: "sent", postponed: "waits", skipped: "not sent" },
  reason: {
    no_plan: "not sent, no plan is in force",
    has_plan: "not sent, a plan is in force",
    archived: "not sent, the client is archived",
    other_language: "not sent, the client has another language",
    missing_variable: "not sent, a name in the text is empty",
    wrote_again: "not sent, the client has written again",
    quiet_hours: "waits for the end of the quiet hours",
  },
  refusals: {
    automation_variable:
      "The message does not know “{{variable}}”. Use client, coach and days in double curly brackets.",
  },
};

export default words;

declare module "../../foundation/i18n/dictionary" {
  interface Namespaces {
    messagingAutomations: typeof words;
  }
}
