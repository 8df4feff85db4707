import { outlineIcon } from "../foundation/icon";

// Paths of Tabler Icons, see public/licenses/tabler-icons.txt.

export const IconDownload = /* @__PURE__ */ outlineIcon(
  "M4 17v2a2 2 0 0 0 2 2h12a2 2 0 0 0 2 -2v-2 M7 11l5 5l5 -5 M12 4l0 12",
);

export const IconShieldLock = /* @__PURE__ */ outlineIcon(
  "M12 3a12 12 0 0 0 8.5 3a12 12 0 0 1 -8.5 15a12 12 0 0 1 -8.5 -15a12 12 0 0 0 8.5 -3 M11 11a1 1 0 1 0 2 0a1 1 0 1 0 -2 0 M12 12l0 2.5",
);
