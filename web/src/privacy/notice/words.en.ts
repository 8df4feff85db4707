const words = {
  due: "Everything about you will be erased on {{moment}}, as you asked.",
  dueWithAccount: "Everything about you and your account will be erased on {{moment}}, as you asked.",
  cancel: "Do not erase me",
  erased: {
    title: "Your data has been erased",
    hint: "Everything about you as a client was deleted on {{moment}}, as you asked. Your account is still there: join a coach to begin anew, or delete it under",
  },
  data: "Your data",
};

export default words;

declare module "../../foundation/i18n/dictionary" {
  interface Namespaces {
    privacyNotice: typeof words;
  }
}
