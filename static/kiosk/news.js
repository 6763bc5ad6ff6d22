// Staying true: hearing of a new release, taking it whole and only when nobody is looking, saying how old the page is.

import { DAY } from "./data.js";
import { fetched, recall, remember, textOf } from "./dom.js";
import { fold } from "./text.js";

const MINUTE = 60000, HOUR = 60 * MINUTE;

/** A part of the script: it stands in the single file, else it comes when it is asked for. */
export async function part(name) {
  const own = "kiosk" + name[0].toUpperCase() + name.slice(1);
  if (!globalThis[own]) {
    await new Promise((done, fail) => {
      const script = document.createElement("script");
      Object.assign(script, { src: document.documentElement.dataset[name], onload: done, onerror: fail });
      document.head.append(script);
    });
  }
  return globalThis[own];
}

// What such a part works with.
const TOOLS = { recall, remember, fetched, textOf, part };

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

  /** Asks for news. What is old is told also where the part that asks does not come. */
  check() {
    this.tell();
    return part("latest").then((latest) => latest.check(this, TOOLS)).catch(() => {});
  }

  /** The screen for whoever looks after this device; a key that the address brought does not stay there. */
  tend() {
    const link = /^#may=?(.*)/.exec(location.hash)?.[1];
    if (link !== undefined) history.replaceState(history.state, "", location.href.split("#")[0]);
    part("device").then((own) => own.open(this.site, TOOLS, link && decodeURIComponent(link))).catch(() => {});
  }

  /** Counts a search without result: folded text only, nothing that looks like a person's number, in memory only. */
  missed(text) {
    const q = fold(text).replace(/\d{6,}/g, "").replace(/\s+/g, " ").trim().slice(0, 80);
    if (q.length > 1 && (this.misses.has(q) || this.misses.size < 200)) this.misses.set(q, (this.misses.get(q) || 0) + 1);
  }

  /** Takes the new version if a whole one is there. Called from the idle screen only. */
  take() {
    const waiting = this.worker?.waiting;
    if (waiting) waiting.postMessage("take");
    else globalThis.kioskLatest?.take(this, TOOLS);
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
