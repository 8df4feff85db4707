const words = {
  none: "Notifications",
  unread: "Notifications, unread: {{count}}",
};

export default words;

declare module "../../foundation/i18n/dictionary" {
  interface Namespaces {
    notifyBell: typeof words;
  }
}
