import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";
import touch from "./touch.module.css";

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
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  defaultRadius: "md",
  cursorType: "pointer",
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  headings: { fontWeight: "650" },
  components: {
    ActionIcon: { classNames: { root: touch.target } },
    Button: { classNames: { root: touch.target } },
    Input: { classNames: { input: touch.target } },
    // The ring around a button in it must not be cut, and its title must be readable in every colour.
    Alert: {
      styles: {
        root: { overflow: "visible" },
        message: { overflow: "visible" },
        title: { color: "var(--mantine-color-text)" },
      },
    },
    // Its header element would count as a second banner of the page.
    Modal: { defaultProps: { attributes: { header: { role: "presentation" } } } },
  },
});

/** The library's muted colours with enough contrast to be read by everybody (WCAG AA). */
export const readableColors: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": colors.gray[7],
    "--mantine-color-placeholder": "#6b7280",
    "--mantine-color-error": colors.red[9],
  },
  dark: {
    "--mantine-color-dimmed": colors.dark[1],
    "--mantine-color-placeholder": colors.dark[1],
    "--mantine-color-error": colors.red[4],
  },
});
