/** What of a pressed key decides which action it stands for. */
export interface PressedKey {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/**
 * The lower-case letter of a pressed key, where another layout is on that of the Latin one; its name if it is no letter.
 * Undefined for shortcuts of the browser.
 */
export function letterOf({ key, code, ctrlKey, metaKey, altKey }: PressedKey): string | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  return /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : key;
}
