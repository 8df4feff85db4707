import { useQuery } from "@tanstack/react-query";
import { signMedia } from "./api";
import { keys } from "./cache";

const VALID_SECONDS = 3600;

let waiting: { paths: Set<string>; links: Promise<Map<string, string>> } | null = null;

/** The link of one picture. One request signs all pictures that are asked for at the same moment. */
async function linkOf(path: string): Promise<string | null> {
  if (!waiting) {
    const paths = new Set<string>();
    const links = new Promise((resolve) => setTimeout(resolve)).then(() => {
      waiting = null;
      return signMedia([...paths], VALID_SECONDS);
    });
    waiting = { paths, links };
  }
  waiting.paths.add(path);
  return (await waiting.links).get(path) ?? null;
}

/** A link to a private picture, renewed before it expires. */
export function useMediaLink(path: string) {
  return useQuery({
    queryKey: keys.media(path),
    queryFn: () => linkOf(path),
    staleTime: (VALID_SECONDS - 300) * 1000,
    refetchInterval: (VALID_SECONDS - 300) * 1000,
  });
}

/** Whether browsers show this kind of file as a picture. */
export function isPicture(path: string): boolean {
  return /\.(jpe?g|png|webp|gif)$/i.test(path);
}
