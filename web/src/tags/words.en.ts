const words = {
  row: {
    add: "Add a tag",
    more: "and {{number}} more",
    of: "Tags of {{name}}:",
  },
  filter: {
    title: "Tag",
    all: "All tags",
    choice: "{{label}} ({{count}})",
  },
  dialog: {
    title: "Tags: {{name}}",
    hint: "Only you see tags. Clients do not.",
    list: "Tags of the client",
    empty: "No tags yet. Add one, for example “online” or “injury”.",
    new: "New tag",
    add: "Add",
    takeOff: "Take off “{{label}}”",
    putBack: "Put back “{{label}}”",
    failed: "The tags have not been changed",
  },
  refusals: {
    tag_label: "A tag has 1 to 40 characters. Write a shorter one.",
    too_many_tags: "A client has at most {{limit}} tags. Take one off first.",
  },
};

export default words;

declare module "../foundation/i18n/dictionary" {
  interface Namespaces {
    tags: typeof words;
  }
}
