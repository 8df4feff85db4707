import { outlineIcon } from "../foundation/icon";

// Paths of Tabler Icons, see public/licenses/tabler-icons.txt.

export const IconArrowLeft = /* @__PURE__ */ outlineIcon("M5 12l14 0 M5 12l6 6 M5 12l6 -6");

export const IconPencil = /* @__PURE__ */ outlineIcon(
  "M4 20h4l10.5 -10.5a2.828 2.828 0 1 0 -4 -4l-10.5 10.5v4 M13.5 6.5l4 4",
);

export const IconSearch = /* @__PURE__ */ outlineIcon("M3 10a7 7 0 1 0 14 0a7 7 0 1 0 -14 0 M21 21l-6 -6");

export const IconUserPlus = /* @__PURE__ */ outlineIcon(
  "M8 7a4 4 0 1 0 8 0a4 4 0 0 0 -8 0 M16 19h6 M19 16v6 M6 21v-2a4 4 0 0 1 4 -4h4",
);

export const IconUsers = /* @__PURE__ */ outlineIcon(
  "M5 7a4 4 0 1 0 8 0a4 4 0 1 0 -8 0 M3 21v-2a4 4 0 0 1 4 -4h4a4 4 0 0 1 4 4v2 M16 3.13a4 4 0 0 1 0 7.75 M21 21v-2a4 4 0 0 0 -3 -3.85",
);
