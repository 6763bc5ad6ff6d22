// Service worker of one site. FILES (address -> sha256) and VERSION are filled in when the page is made.
// All files or none: a version with a missing or altered file is never installed, the old one stays.

const OWN = "kiosk-" + SITE + "-";
const NAME = OWN + VERSION;
const wanted = new Map(Object.entries(FILES).map(([path, sum]) => [new URL(path, registration.scope).href, sum]));

async function intact(answer, sum) {
  const made = await crypto.subtle.digest("SHA-256", await answer.clone().arrayBuffer());
  return [...new Uint8Array(made)].map((b) => b.toString(16).padStart(2, "0")).join("") === sum;
}

async function fetched(url, sum) {
  const kept = await caches.match(url);
  if (kept && (await intact(kept, sum))) return kept;
  const answer = await fetch(url, { cache: "no-store" });
  if (!answer.ok || !(await intact(answer, sum))) throw new Error("not whole: " + url);
  return answer;
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
  const kept = await cache.match(url);
  if (kept && (await intact(kept, sum))) return kept;
  const answer = await fetch(url, { cache: "no-store" });
  if (answer.ok && (await intact(answer, sum))) await cache.put(url, answer.clone());
  return answer;
}

async function checked() {
  try {
    const cache = await caches.open(NAME);
    for (const [url, sum] of wanted) await cache.put(url, await fetched(url, sum));
    return "whole";
  } catch {
    return "broken";
  }
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(tidy()));
addEventListener("fetch", (event) => {
  const url = event.request.url.split(/[?#]/)[0].replace(/index\.html$/, "");
  if (event.request.method === "GET" && wanted.has(url)) event.respondWith(served(url));
});
addEventListener("message", (event) => {
  if (event.data === "take") skipWaiting();
  if (event.data === "check") event.waitUntil(checked().then((said) => event.source.postMessage(said)));
});
