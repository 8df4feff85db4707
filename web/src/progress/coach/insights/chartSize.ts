/** Reserved while a chart loads, so that the page does not jump. */
export const CHART_HEIGHT = 220;
