import { useIntersection } from "@mantine/hooks";
import { useEffect } from "react";

/** Calls `onSeen` once the element that holds `ref` is on the screen, again for each new `what`. */
export function useSeen(what: string, onSeen: () => void): (element: HTMLElement | null) => void {
  const { ref, entry } = useIntersection({ threshold: 0.2 });
  const isSeen = entry?.isIntersecting === true;
  // biome-ignore lint/correctness/useExhaustiveDependencies: onSeen is another function at each render
  useEffect(() => {
    if (isSeen) onSeen();
  }, [isSeen, what]);
  return ref;
}
