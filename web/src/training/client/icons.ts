import { outlineIcon } from "../../foundation/icon";

// Paths of Tabler Icons, see public/licenses/tabler-icons.txt.

export const IconDots = /* @__PURE__ */ outlineIcon(
  "M11 12a1 1 0 1 0 2 0a1 1 0 1 0 -2 0 M11 19a1 1 0 1 0 2 0a1 1 0 1 0 -2 0 M11 5a1 1 0 1 0 2 0a1 1 0 1 0 -2 0",
);
export const IconLeft = /* @__PURE__ */ outlineIcon("M15 6l-6 6l6 6");
export const IconRight = /* @__PURE__ */ outlineIcon("M9 6l6 6l-6 6");
