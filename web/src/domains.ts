import type { Domain } from "./foundation/domain";

/** Every domain, in the order of the navigation and of the sections of a client's page. */
const NAMES = [
  "account",
  "people",
  "notify",
  "progress",
  "training",
  "billing",
  "messaging",
  "tags",
  "privacy",
];

const manifests = import.meta.glob<Domain>(["./*/domain.ts", "!./foundation/domain.ts"], {
  eager: true,
  import: "default",
});

export const domains: readonly Domain[] = NAMES.map((name) => {
  const manifest = manifests[`./${name}/domain.ts`];
  if (!manifest) throw new Error(`There is no ${name}/domain.ts`);
  return manifest;
});
