const words = {
  title: "What could not reach you",
  channel: { email: "E-mail", push: "Push", telegram: "Telegram", sms: "SMS", in_app: "In the app" },
  why: {
    mail_refused: "the mail server refused the letter",
    address_unverified: "the address is not confirmed",
    no_address: "there is no address",
    chat_blocked: "the bot has been stopped",
    opted_out: "the number has answered STOP",
    subscription_gone: "a browser no longer takes notifications",
    channel_not_configured: "it is not set up here",
    gave_up: "the service did not take it for a long time",
    refused: "the service refused it",
  },
  own: {
    mail_refused: "Check whether your mailbox is full, and the address of your account.",
    address_unverified: "Confirm your address: open the link in the letter that you got for it.",
    no_address: "Add an address, or switch this channel off above.",
    chat_blocked: "Start the bot again in Telegram, or switch this channel off above.",
    opted_out: "Answer START to the number that wrote to you, or switch this channel off above.",
    subscription_gone: "Switch notifications on in that browser once more. Others are not affected.",
    channel_not_configured: "Choose another channel above. Whoever runs Wellio can set this one up.",
    gave_up: "You need not do anything: newer messages are sent as usual. You find everything in the app.",
    refused: "Choose another channel above, and tell whoever runs Wellio.",
  },
  count_one: "{{count}} message within 30 days, the last one {{moment}}",
  count_other: "{{count}} messages within 30 days, the last one {{moment}}",
  alert: "Not delivered. {{channel}}: {{why}}. {{next}}",
  coach: {
    write: "Write to the client here, and ask for another address.",
    invite: "Check the address, and send the invite again or give the code yourself.",
  },
};

export default words;

declare module "../../foundation/i18n/dictionary" {
  interface Namespaces {
    notifyUndelivered: typeof words;
  }
}
