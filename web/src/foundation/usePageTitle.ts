import { useEffect } from "react";

/** Names the browser tab, and tells screen readers which page it is. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Wellio`;
  }, [title]);
}
