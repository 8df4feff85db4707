import { domains } from "../domains";

/** Begins to load the screen of the address, or of the start page, while it is asked who the account is. Needs the dictionaries. */
export function loadStartScreen(): void {
  const routes = domains.flatMap((domain) => domain.routes ?? []);
  const { pathname } = window.location;
  const isDiary = document.documentElement.dataset.start === "diary"; // said by public/start.js
  const path = pathname === "/" && isDiary ? startPageOf("client") : pathname;
  const screen = routes.find((route) => route.path === path);
  screen?.load(domains).catch(() => undefined); // the router asks again, and says so
}

function startPageOf(role: string): string | undefined {
  return domains.flatMap((domain) => domain.navigation ?? []).find((link) => link.role === role)?.to;
}
