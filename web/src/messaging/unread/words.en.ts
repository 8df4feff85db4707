const words = {
  unread_one: "{{count}} unread message",
  unread_other: "{{count}} unread messages",
  refused_one: "{{count}} message was not sent.",
  refused_other: "{{count}} messages were not sent.",
  look: "Look at it",
  inbox: { read: "Read: {{title}}" },
};

export default words;

declare module "../../foundation/i18n/dictionary" {
  interface Namespaces {
    messagingUnread: typeof words;
  }
}
