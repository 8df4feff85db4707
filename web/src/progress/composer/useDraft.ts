import { useCallback, useState } from "react";
import { useUserId } from "../../account/session";

/** A text about a client that survives a reload and an expired session in this tab. Other accounts never see it. */
export function useDraft(clientId: string): [string, (text: string) => void] {
  const key = `wellio.draft.${useUserId()}.${clientId}`;
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? "");
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
