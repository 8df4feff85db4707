const words = {
  name: "Wellio",
  retry: "Try again",
  cancel: "Cancel",
  close: "Close",
  save: "Save",
  delete: "Delete",
  loading: "Loading",
  skipToContent: "Skip to content",
  navigation: "Main",
  menu: "Account menu",
  offline: "No connection. You see what this device last knew; what you write is kept and sent later.",
  error: {
    title: "This could not be loaded",
    offline: "No connection. Check the network and try again.",
    tooMany: "Too many requests at once. Wait a minute and try again.",
    server: "Something went wrong on our side. Please try again in a moment.",
    unauthorized: "Your session has ended. Please sign in again.",
    forbidden: "You are not allowed to do this.",
    notFound: "This no longer exists.",
    unknown: "Something went wrong.",
    crash: "Something went wrong on this page",
    crashHint: "What you have written is saved. Reload the page to continue.",
    reload: "Reload",
  },
  notFound: {
    title: "There is no such page",
    hint: "The address may be mistyped, or the page is for somebody else.",
    home: "Go to the start page",
  },
  unit: { kg: "{{value}} kg", lb: "{{value}} lb" },
  unsaved: {
    title: "Something you typed is not saved",
    goOn: "Go on typing",
    discard: "Discard it",
  },
  conflict: {
    title: "This has changed meanwhile",
    by: "{{name}}, {{moment}}",
    now: "Now: {{value}}",
    yours: "Yours: {{value}}",
    seen: "When you looked: {{value}}",
    keepNow: "Keep what is there now",
    saveYours: "Save mine",
  },
  refusals: {
    changed_meanwhile: "This has changed meanwhile. Look at it once more.",
    no_such_client: "There is no such client. Check that you are signed in with the right account.",
    read_only: "This can be looked at, but not changed.",
  },
};

export default words;

declare module "./i18n/dictionary" {
  interface Namespaces {
    app: typeof words;
  }
}
