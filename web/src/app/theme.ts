import { createTheme, type MantineColorsTuple } from "@mantine/core";

const lagoon: MantineColorsTuple = [
  "#e8f7fa",
  "#d3ebf0",
  "#a6d6e0",
  "#75c0d0",
  "#4eaec2",
  "#37a3ba",
  "#1f8ea6",
  "#0f7990",
  "#0b6478",
  "#064f60",
];

export const theme = createTheme({
  primaryColor: "lagoon",
  colors: { lagoon },
  primaryShade: { light: 8, dark: 4 },
  autoContrast: true,
  defaultRadius: "md",
  cursorType: "pointer",
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  headings: { fontWeight: "650" },
});
