export const MARGIN = { top: 8, right: 8, bottom: 0, left: -8 };

export const AXIS = {
  stroke: "var(--mantine-color-default-border)",
  tick: { fill: "var(--mantine-color-dimmed)", fontSize: 12 },
  tickLine: false,
};

export const GRID = {
  stroke: "var(--mantine-color-default-border)",
  strokeDasharray: "3 3",
  vertical: false,
};
