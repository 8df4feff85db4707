import { useCallback, useState } from "react";
import { useUserId } from "../../account/session";
import { takeEarlyText } from "../../foundation/start";

/** A text about a client that survives a reload and an expired session in this tab. Other accounts never see it. */
export function useDraft(clientId: string): [string, (text: string) => void] {
  const userId = useUserId();
  const key = `wellio.draft.${userId}.${clientId}`;
  const [text, setText] = useState(() => withEarlyText(key));
  const change = useCallback(
    (next: string) => {
      setText(next);
      if (next) sessionStorage.setItem(key, next);
      else sessionStorage.removeItem(key);
    },
    [key],
  );
  return [text, change];
}

/** The draft, with what was written while the app was loading. */
function withEarlyText(key: string): string {
  const text = [sessionStorage.getItem(key), takeEarlyText()].filter(Boolean).join("\n");
  if (text) sessionStorage.setItem(key, text);
  return text;
}
