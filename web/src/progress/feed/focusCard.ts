/** Moves the focus to the card of an entry, before the button that has it goes away. */
export function focusCard(inside: Element | null): void {
  const card = inside?.closest<HTMLElement>("article");
  if (!card) return;
  card.tabIndex = -1;
  card.focus({ preventScroll: true });
}
