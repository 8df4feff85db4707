/** How long the worker waits after the page is loaded, so that it takes no bandwidth from the first screen. */
const PATIENCE_MS = 4_000;

/** Lets the app open without a connection, and a new build take over when a page is opened. */
export async function install(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const known = await navigator.serviceWorker.getRegistration();
  if (known?.waiting && navigator.serviceWorker.controller) {
    // The build before is open in this page. Nothing has been written in it yet.
    navigator.serviceWorker.addEventListener("controllerchange", () => window.location.reload(), {
      once: true,
    });
    known.waiting.postMessage("take over");
    return;
  }
  setTimeout(() => {
    navigator.serviceWorker.register("/worker.js").catch(() => undefined); // without it, all works but the start offline
  }, PATIENCE_MS);
}
