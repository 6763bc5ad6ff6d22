// Service worker of one site. FILES (address -> sha256, or two: as it lies there, and unpacked on the way) and VERSION are filled in when the page is made.
// All files or none: a version with a missing or altered file is never installed, the old one stays.

// Milliseconds for one file; whoever waits longer is better served by saying so.
const PATIENCE = 20000;
const OWN = "kiosk-" + SITE + "-";
const NAME = OWN + VERSION;
const wanted = new Map(Object.entries(FILES).map(([path, sum]) => [new URL(path, registration.scope).href, sum]));

/** The answer read whole if it is what it should be, else nothing. */
async function intact(answer, sum) {
  if (!answer || !answer.ok) return undefined;
  const body = await answer.arrayBuffer();
  const made = [...new Uint8Array(await crypto.subtle.digest("SHA-256", body))];
  return sum.includes(made.map((b) => b.toString(16).padStart(2, "0")).join("")) ? new Response(body, { headers: answer.headers }) : undefined;
}

async function fetched(url, sum) {
  const kept = await intact(await caches.match(url), sum);
  if (kept) return kept;
  // What the page has just loaded need not come over the network again.
  for (const cache of ["default", "no-store"]) {
    const found = await intact(await fetch(url, { cache, signal: AbortSignal.timeout(PATIENCE) }).catch(() => undefined), sum);
    if (found) return found;
  }
  throw new Error("not whole: " + url);
}

async function install() {
  const found = await Promise.all([...wanted].map(async ([url, sum]) => [url, await fetched(url, sum)]));
  const cache = await caches.open(NAME);
  await Promise.all(found.map(([url, answer]) => cache.put(url, answer)));
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((n) => n.startsWith(OWN) && n !== NAME).map((n) => caches.delete(n)));
  await clients.claim();
}

/** The stored file if it is what it should be, else the network's, which heals the store. */
async function served(url) {
  const cache = await caches.open(NAME), sum = wanted.get(url);
  const kept = await intact(await cache.match(url), sum);
  if (kept) return kept;
  const healed = await fetched(url, sum);
  await cache.put(url, healed.clone());
  return healed;
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(tidy()));
addEventListener("fetch", (event) => {
  const url = event.request.url.split(/[?#]/)[0].replace(/index\.html$/, "");
  if (event.request.method === "GET" && wanted.has(url)) event.respondWith(served(url));
});
addEventListener("message", (event) => {
  if (event.data === "take") skipWaiting();
});
