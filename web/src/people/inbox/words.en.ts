const words = {
  title: "Inbox",
  show: "What is shown",
  kind: {
    all: "All: {{count}}",
    messages: "Messages: {{count}}",
    reviews: "To review: {{count}}",
    alerts: "Alerts: {{count}}",
  },
  client: "Whose",
  allClients: "All clients",
  count_one: "{{count}} thing waits for you",
  count_other: "{{count}} things wait for you",
  empty: "Nothing waits for you.",
  reply: "Answer",
  closeReply: "Close",
  settle: "Done",
  settled: "Done: {{value}}",
  undo: "Undo",
  keys: "Keys on a card",
  key: {
    J: "next",
    K: "previous",
    Enter: "first button",
    R: "answer",
    E: "done, or it is right",
    U: "undo",
  },
};

export default words;

declare module "../../foundation/i18n/dictionary" {
  interface Namespaces {
    peopleInbox: typeof words;
  }
}
