import { outlineIcon } from "../foundation/icon";

// Paths of Tabler Icons, see public/licenses/tabler-icons.txt.

export const IconArrowBackUp = /* @__PURE__ */ outlineIcon("M9 14l-4 -4l4 -4 M5 10h11a4 4 0 1 1 0 8h-1");

export const IconArrowForwardUp = /* @__PURE__ */ outlineIcon("M15 14l4 -4l-4 -4 M19 10h-11a4 4 0 1 0 0 8h1");

export const IconArrowLeft = /* @__PURE__ */ outlineIcon("M5 12l14 0 M5 12l6 6 M5 12l6 -6");

export const IconDots = /* @__PURE__ */ outlineIcon(
  "M4 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0 M11 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0 M18 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0",
);

export const IconGrip = /* @__PURE__ */ outlineIcon(
  "M8 5a1 1 0 1 0 2 0a1 1 0 1 0 -2 0 M8 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0 M8 19a1 1 0 1 0 2 0a1 1 0 1 0 -2 0 M14 5a1 1 0 1 0 2 0a1 1 0 1 0 -2 0 M14 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0 M14 19a1 1 0 1 0 2 0a1 1 0 1 0 -2 0",
);

export const IconPrinter = /* @__PURE__ */ outlineIcon(
  "M17 17h2a2 2 0 0 0 2 -2v-4a2 2 0 0 0 -2 -2h-14a2 2 0 0 0 -2 2v4a2 2 0 0 0 2 2h2 M17 9v-4a2 2 0 0 0 -2 -2h-6a2 2 0 0 0 -2 2v4 M7 15a2 2 0 0 1 2 -2h6a2 2 0 0 1 2 2v4a2 2 0 0 1 -2 2h-6a2 2 0 0 1 -2 -2l0 -4",
);

export const IconSearch = /* @__PURE__ */ outlineIcon("M3 10a7 7 0 1 0 14 0a7 7 0 1 0 -14 0 M21 21l-6 -6");
