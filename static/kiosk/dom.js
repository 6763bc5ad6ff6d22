// Elements from data. Text always becomes a text node, so a name can never become markup.

import { unsqueezed } from "./squeezed.js";

export const $ = (id) => document.getElementById(id);

/** h("p.note", {attribute: value, onclick: f}, ...children); empty values are left out. */
export function h(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const made = document.createElement(tag);
  if (classes.length) made.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made[name] = value;
    else if (value !== undefined && value !== false && value !== "") made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(3).filter((c) => c || c === 0));
  return made;
}

// Timers that follow each other wait 4 ms each; where the browser has them, tasks do not.
export const next = (turn) => (globalThis.scheduler?.postTask ? scheduler.postTask(turn) : setTimeout(turn));

/** Work in slices of 8 ms, so that a touch is never kept waiting; resolves with what the generator returns. */
export function sliced(work) {
  return new Promise((done, fail) => {
    const turn = () => {
      const end = performance.now() + 8;
      try {
        for (let step = work.next(); ; step = work.next()) {
          if (step.done) return done(step.value);
          if (performance.now() > end) return void next(turn);
        }
      } catch (error) {
        fail(error);
      }
    };
    turn();
  });
}

const SILENCE = 5000;

export const textOf = (bytes) => new TextDecoder().decode(bytes);

/** `fetch`, given up when nothing has come for five seconds: `[answer, its bytes]`. Fails as a broken network does. */
export async function fetched(url, options = {}) {
  const control = new AbortController();
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => control.abort(), SILENCE);
  };
  wait();
  try {
    const answer = await fetch(url, { ...options, signal: control.signal });
    const reader = answer.body?.getReader(), parts = [];
    for (let part = await reader?.read(); part && !part.done; part = await reader.read()) {
      wait();
      parts.push(part.value);
    }
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((at, part) => (bytes.set(part, at), at + part.length), 0);
    return [answer, bytes];
  } finally {
    clearTimeout(timer);
  }
}

/** The list that the guard has asked for, once; it too is given up after five seconds. */
async function begun() {
  const { kioskList } = globalThis;
  globalThis.kioskList = undefined;
  const list = await Promise.race([kioskList, new Promise((_, fail) => setTimeout(fail, SILENCE))]);
  if (!list) throw new Error("list");
  return new Uint8Array(list);
}

async function bytesOf(url) {
  const [answer, bytes] = await fetched(url);
  if (!answer.ok) throw new Error(answer.status);
  return bytes;
}

/** A part of the page's data: from an element of the single file, or from the file that the page names. */
export async function read(name) {
  if ($(name)) return JSON.parse($(name).textContent);
  const bytes = await (name === "list" && globalThis.kioskList ? begun() : bytesOf(document.documentElement.dataset[name]));
  // What is squeezed begins with a mark, JSON does not.
  return JSON.parse(bytes[0] > 1 ? textOf(bytes) : await sliced(unsqueezed(bytes)));
}

/** What the device remembers; storage may be refused or gone at any time. */
export function recall(key) {
  try {
    return localStorage.getItem("kiosk-" + key);
  } catch {
    return null;
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem("kiosk-" + key, value);
  } catch { /* private window or full: the page works without */ }
}
