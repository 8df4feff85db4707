import { outlineIcon } from "../foundation/icon";

// Paths of Tabler Icons, see public/licenses/tabler-icons.txt.

export const IconArrowLeft = /* @__PURE__ */ outlineIcon("M5 12l14 0 M5 12l6 6 M5 12l6 -6");

export const IconBellOff = /* @__PURE__ */ outlineIcon(
  "M9.346 5.353c.21 -.129 .428 -.246 .654 -.353a2 2 0 1 1 4 0a7 7 0 0 1 4 6v3m-1 3h-13a4 4 0 0 0 2 -3v-3a6.996 6.996 0 0 1 1.273 -3.707 M9 17v1a3 3 0 0 0 6 0v-1 M3 3l18 18",
);

export const IconCheck = /* @__PURE__ */ outlineIcon("M5 12l5 5l10 -10");

export const IconChecks = /* @__PURE__ */ outlineIcon("M7 12l5 5l10 -10 M2 12l5 5m5 -5l5 -5");

export const IconClock = /* @__PURE__ */ outlineIcon("M3 12a9 9 0 1 0 18 0a9 9 0 0 0 -18 0 M12 7v5l3 3");

export const IconCornerUpLeft = /* @__PURE__ */ outlineIcon("M18 18v-6a3 3 0 0 0 -3 -3h-10l4 -4m0 8l-4 -4");

export const IconFile = /* @__PURE__ */ outlineIcon(
  "M14 3v4a1 1 0 0 0 1 1h4 M17 21h-10a2 2 0 0 1 -2 -2v-14a2 2 0 0 1 2 -2h7l5 5v11a2 2 0 0 1 -2 2",
);

export const IconPaperclip = /* @__PURE__ */ outlineIcon(
  "M15 7l-6.5 6.5a1.5 1.5 0 0 0 3 3l6.5 -6.5a3 3 0 0 0 -6 -6l-6.5 6.5a4.5 4.5 0 0 0 9 9l6.5 -6.5",
);

export const IconPencil = /* @__PURE__ */ outlineIcon(
  "M4 20h4l10.5 -10.5a2.828 2.828 0 1 0 -4 -4l-10.5 10.5v4 M13.5 6.5l4 4",
);

export const IconSend = /* @__PURE__ */ outlineIcon(
  "M10 14l11 -11 M21 3l-6.5 18a.55 .55 0 0 1 -1 0l-3.5 -7l-7 -3.5a.55 .55 0 0 1 0 -1l18 -6.5",
);

export const IconTrash = /* @__PURE__ */ outlineIcon(
  "M4 7l16 0 M10 11l0 6 M14 11l0 6 M5 7l1 12a2 2 0 0 0 2 2h8a2 2 0 0 0 2 -2l1 -12 M9 7v-3a1 1 0 0 1 1 -1h4a1 1 0 0 1 1 1v3",
);

export const IconUsers = /* @__PURE__ */ outlineIcon(
  "M9 7m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0 M3 21v-2a4 4 0 0 1 4 -4h4a4 4 0 0 1 4 4v2 M16 3.13a4 4 0 0 1 0 7.75 M21 21v-2a4 4 0 0 0 -3 -3.85",
);
