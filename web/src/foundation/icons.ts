import { outlineIcon } from "./icon";

// Paths of Tabler Icons, see public/licenses/tabler-icons.txt.

export const IconAlertCircle = /* @__PURE__ */ outlineIcon(
  "M3 12a9 9 0 1 0 18 0a9 9 0 0 0 -18 0 M12 8v4 M12 16h.01",
);

export const IconCheck = /* @__PURE__ */ outlineIcon("M5 12l5 5l10 -10");

export const IconCopy = /* @__PURE__ */ outlineIcon(
  "M7 9.667a2.667 2.667 0 0 1 2.667 -2.667h8.666a2.667 2.667 0 0 1 2.667 2.667v8.666a2.667 2.667 0 0 1 -2.667 2.667h-8.666a2.667 2.667 0 0 1 -2.667 -2.667l0 -8.666 M4.012 16.737a2.005 2.005 0 0 1 -1.012 -1.737v-10c0 -1.1 .9 -2 2 -2h10c.75 0 1.158 .385 1.5 1",
);

export const IconPlus = /* @__PURE__ */ outlineIcon("M12 5l0 14 M5 12l14 0");
