// The service worker: the app opens without a connection, from the files of one build. It keeps no data of people: what they
// wrote waits in the outbox, and the last known diary is in the device's storage.

import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { StaleWhileRevalidate } from "workbox-strategies";

const CONFIG = "/config.json";

// `scripts/build-worker.mjs` puts the list of files in place of this name.
precacheAndRoute(__FILES__);
cleanupOutdatedCaches();
// Every address is the same page, but a path with a dot is a file. The page is kept with its headers, so its nonce fits.
registerRoute(new NavigationRoute(createHandlerBoundToURL("/"), { denylist: [/\.[^/]*$/] }));
registerRoute(({ url }) => url.pathname === CONFIG, new StaleWhileRevalidate({ cacheName: "config" }));
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open("config").then((cache) => cache.add(CONFIG)));
});

// A new build takes over when the page that found it asks for it, see src/app/installed.ts.
self.addEventListener("message", ({ data }) => {
  if (data === "take over") self.skipWaiting();
});

// A message of web push. One that comes twice has the same tag, and replaces itself.
self.addEventListener("push", (event) => {
  const { id, title, body, path, lang } = event.data.json();
  event.waitUntil(
    self.registration.showNotification(title, {
      body,
      lang,
      tag: `notification ${id}`,
      icon: "/icons/192.png",
      data: path,
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});

/** Shows an address of the app: in a window that is open, else in a new one. */
async function open(path) {
  const [known] = await self.clients.matchAll({ type: "window" });
  if (!known) return self.clients.openWindow(path);
  await known.focus();
  return known.navigate(path);
}
