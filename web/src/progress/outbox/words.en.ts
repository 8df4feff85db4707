const words = {
  forgotten_one:
    "{{count}} entry that waited on this device was deleted: the client has been erased, or you no longer work together.",
  forgotten_other:
    "{{count}} entries that waited on this device were deleted: the client has been erased, or you no longer work together.",
};

export default words;

declare module "../../foundation/i18n/dictionary" {
  interface Namespaces {
    progressOutbox: typeof words;
  }
}
