/** Of lines and bars without a meaning of their own; stands out on light and on dark. */
export const CHART_COLOR = "light-dark(var(--mantine-color-lagoon-8), var(--mantine-color-lagoon-4))";
