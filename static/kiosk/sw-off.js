// The kill switch: a worker that takes over at once, throws its site's caches away and removes itself.

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const names = await caches.keys();
  await Promise.all(names.filter((n) => n.startsWith("kiosk-" + SITE + "-")).map((n) => caches.delete(n)));
  await registration.unregister();
  for (const client of await clients.matchAll()) client.navigate(client.url);
}
