/**
 * The page shows the words of index.html (#start) over the app until the first screen has what it needs. Whatever stands in
 * for a screen that loads holds it.
 */
let holding = 0;

let start: () => void;

/** Resolved when the first screen is shown. */
export const started = new Promise<void>((resolve) => {
  start = resolve;
});

/** Keeps the first words on the page. Returns how to let go. */
export function holdStart(): () => void {
  holding += 1;
  return () => {
    holding -= 1;
    endStart();
  };
}

/** Shows the app, if nothing holds the first words any more. */
export function endStart(): void {
  requestAnimationFrame(() => {
    if (holding > 0) return;
    document.getElementById("start")?.remove();
    start();
  });
}

/** Takes what has been written into the page before the app was there. */
export function takeEarlyText(): string {
  const early = earlyInput();
  const text = early?.value.trim() ?? "";
  if (early) early.value = "";
  return text;
}

/** Whether somebody is writing there. */
export function isWritingEarly(): boolean {
  const early = earlyInput();
  return early !== null && document.activeElement === early;
}

function earlyInput(): HTMLTextAreaElement | null {
  return document.querySelector<HTMLTextAreaElement>("#early");
}
