// Staying true: hearing of a new release, taking it whole and only when nobody is looking, saying how old the page is.

import { DAY } from "./data.js";
import { fetched, recall, remember, textOf } from "./dom.js";
import { fold } from "./text.js";

const MINUTE = 60000, HOUR = 60 * MINUTE;
const TOOLS = { recall, remember, fetched };

/** What a declared device works with (`device.js`): it stands in the single file, else it comes when it is asked for. */
async function device() {
  if (!globalThis.kioskDevice) {
    await new Promise((done, fail) => {
      const script = document.createElement("script");
      Object.assign(script, { src: document.documentElement.dataset.device, onload: done, onerror: fail });
      document.head.append(script);
    });
  }
  return kioskDevice;
}

export class News {
  /** `site`: code, release, released, revision, worker; `tell()` is called when a notice may have changed. */
  constructor(site, tell) {
    this.site = site;
    this.tell = tell;
    this.broken = "";
    this.misses = new Map();
    this.online = location.protocol !== "file:";
    this.fresh = this.online && fromServer();
    this.heard = this.fresh ? Date.now() : Math.max(Number(recall("heard-" + site.code)) || 0, Date.parse(site.released + "T12:00"));
  }

  /** Whole days without news of the list. */
  get days() {
    return Math.max(0, Math.floor((Date.now() - this.heard) / DAY));
  }

  async start() {
    if (!this.online) return;
    addEventListener("online", () => this.check());
    setInterval(() => this.check(), HOUR);
    if (!this.fresh) return this.check();
    // What has just come from the server is news itself, and a first load asks for nothing that can wait.
    setTimeout(() => this.check(), MINUTE);
    await this.register().catch(() => {});
  }

  async register() {
    const workers = workersOf();
    if (!workers || !this.site.split) return;
    if (!this.site.worker) return void (await (await workers.getRegistration("./"))?.update());
    let first = !workers.controller;
    workers.oncontrollerchange ||= () => {
      if (!first) location.reload();
      first = false;
    };
    this.worker = await workers.register("sw.js", { scope: "./", updateViaCache: "none" });
  }

  /** Asks for release.json; what it says decides whether there is something to take. Fails quietly without a network. */
  async check() {
    let said;
    try {
      const [answer, bytes] = await fetched("release.json", { cache: "no-store" });
      if (!answer.ok) return this.tell();
      said = JSON.parse(textOf(bytes));
    } catch {
      return this.tell();
    }
    const silence = Math.round((Date.now() - this.heard) / 1000);
    this.heard = Date.now();
    remember("heard-" + this.site.code, this.heard);
    this.pending = said.revision !== this.site.revision && said.revision;
    // The worker compares every file that passes through it with what it should be, and mends it.
    if (this.worker && this.loaded) this.broken = (await whole("").catch(() => false)) ? "" : "broken";
    this.loaded = true;
    // A first installation that broke leaves nothing behind, not even what could be updated.
    await (this.worker?.active ? this.worker.update() : this.register()).catch(() => {});
    this.tell();
    if (recall("device-" + this.site.code)) device().then((own) => own.report(this.site, TOOLS)).catch(() => {});
    else this.send("heartbeat", { site: this.site.code, release: this.site.release, age: Math.max(0, silence) });
    const counted = this.misses;
    this.misses = new Map();
    for (const [q, n] of counted) if (!(await this.send("misses", { site: this.site.code, q, n }))) this.misses.set(q, n + (this.misses.get(q) || 0));
  }

  /** The screen for whoever looks after this device; a key that the address brought does not stay there. */
  tend() {
    const link = /^#may=?(.*)/.exec(location.hash)?.[1];
    if (link !== undefined) history.replaceState(history.state, "", location.href.split("#")[0]);
    device().then((own) => own.open(this.site, TOOLS, link && decodeURIComponent(link))).catch(() => {});
  }

  async send(what, body) {
    try {
      // No destructuring of an answer after a constant it needs: the packer moves it before that constant.
      const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
      return (await fetched("/api/" + what, request))[0].ok;
    } catch {
      return false;
    }
  }

  /** Counts a search without result: folded text only, nothing that looks like a person's number, in memory only. */
  missed(text) {
    const q = fold(text).replace(/\d{6,}/g, "").replace(/\s+/g, " ").trim().slice(0, 80);
    if (q.length > 1 && (this.misses.has(q) || this.misses.size < 200)) this.misses.set(q, (this.misses.get(q) || 0) + 1);
  }

  /** Takes the new version if a whole one is there. Called from the idle screen only. */
  async take() {
    if (this.worker?.waiting) return this.worker.waiting.postMessage("take");
    if (!this.pending || this.worker?.active || this.tried === this.pending) return;
    this.tried = this.pending;
    if (await whole(this.pending).catch(() => false)) location.reload();
  }
}

/** The browser's workers; asking for them throws where the page stands in a frame that may keep nothing. */
function workersOf() {
  try {
    return navigator.serviceWorker;
  } catch {
    return undefined;
  }
}

/** Whether this page came over the network and not out of a store. */
function fromServer() {
  return !workersOf()?.controller && performance.getEntriesByType("navigation")[0]?.transferSize > 0;
}

/** Whether the page of this revision and all its parts can be had: without a worker a reload is all or nothing only then. */
async function whole(revision) {
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
