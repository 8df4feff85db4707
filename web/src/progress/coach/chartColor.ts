/** The colour of lines and bars that have no meaning of their own. Visible on light and dark. */
export const CHART_COLOR = "light-dark(var(--mantine-color-lagoon-8), var(--mantine-color-lagoon-4))";
