// Hearing of a new release, telling the office what is shown and missed, taking the release whole. A file of its own, because
// a page that has just come over the network is news itself and asks for nothing for a minute.
(() => {
  /** Asks for release.json; what it says decides whether there is something to take. Fails quietly without a network. */
  async function check(news, tools) {
    const { site, worker } = news, { recall, remember, fetched, textOf, part } = tools;
    let said;
    try {
      const [answer, bytes] = await fetched("release.json", { cache: "no-store" });
      if (!answer.ok) return news.tell();
      said = JSON.parse(textOf(bytes));
    } catch {
      return news.tell();
    }
    const silence = Math.round((Date.now() - news.heard) / 1000);
    news.heard = Date.now();
    remember("heard-" + site.code, news.heard);
    news.pending = said.revision !== site.revision && said.revision;
    // What could not be had whole is tried once more after each look.
    news.tried = undefined;
    // The worker compares every file that passes through it with what it should be, and mends it.
    if (worker && news.loaded) news.broken = (await whole("", tools).catch(() => false)) ? "" : "broken";
    news.loaded = true;
    // A first installation that broke leaves nothing behind, not even what could be updated.
    await (worker?.active ? worker.update() : news.register()).catch(() => {});
    news.tell();
    if (recall("device-" + site.code)) part("device").then((own) => own.report(site, tools)).catch(() => {});
    else send("heartbeat", { site: site.code, release: site.release, age: Math.max(0, silence) }, tools);
    const counted = news.misses;
    news.misses = new Map();
    for (const [q, n] of counted) if (!(await send("misses", { site: site.code, q, n }, tools))) news.misses.set(q, n + (news.misses.get(q) || 0));
  }

  async function send(what, body, { fetched }) {
    try {
      // No destructuring of an answer after a constant it needs: the packer moves it before that constant.
      const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
      return (await fetched("/api/" + what, request))[0].ok;
    } catch {
      return false;
    }
  }

  /** Without a worker: loads the new version where a whole one is there. */
  async function take(news, tools) {
    if (!news.pending || news.worker?.active || news.tried === news.pending) return;
    news.tried = news.pending;
    if (await whole(news.pending, tools).catch(() => false)) location.reload();
  }

  /** Whether the page of this revision and all its parts can be had: without a worker a reload is all or nothing only then. */
  async function whole(revision, { fetched, textOf }) {
    const got = async (url) => {
      const [answer, bytes] = await fetched(url, { cache: "no-cache" });
      if (!answer.ok) throw new Error(url);
      return textOf(bytes);
    };
    const page = await got(location.href);
    const parts = [...page.matchAll(/(?:src|href|data-\w+)="([^"]*(?:assets\/|details)[^"]+)"/g)];
    await Promise.all(parts.map((found) => got(found[1])));
    return page.includes(revision);
  }

  globalThis.kioskLatest = { check, take };
})();
