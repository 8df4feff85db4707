/** Kept free while a chart loads, so that nothing jumps. */
export const CHART_HEIGHT = 220;
