import type { ComponentProps } from "react";

export interface IconProps extends Omit<ComponentProps<"svg">, "stroke"> {
  /** In px. */
  size?: number;
  /** Width of the lines, out of 24. */
  stroke?: number;
}

const frame = { xmlns: "http://www.w3.org/2000/svg", viewBox: "0 0 24 24" };

/** An icon of lines in the colour of the text, drawn on 24 by 24. */
export function outlineIcon(path: string) {
  return ({ size = 24, stroke = 2, ...props }: IconProps) => (
    // biome-ignore lint/a11y/noSvgWithoutTitle: whoever shows an icon names or hides it
    <svg
      {...frame}
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={stroke}
      strokeLinecap="round"
      strokeLinejoin="round"
      {...props}
    >
      <path d={path} />
    </svg>
  );
}

/** A filled icon in the colour of the text. */
export function filledIcon(path: string) {
  return ({ size = 24, ...props }: Omit<IconProps, "stroke">) => (
    // biome-ignore lint/a11y/noSvgWithoutTitle: whoever shows an icon names or hides it
    <svg {...frame} width={size} height={size} fill="currentColor" {...props}>
      <path d={path} />
    </svg>
  );
}
