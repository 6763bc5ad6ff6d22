// What the interface says, in Vietnamese and in English (words.json); the catalogue itself stays in Vietnamese.

import { $, read } from "./dom.js";

const home = JSON.parse($("words").textContent);
let english, spoken = home;

export const isVietnamese = () => spoken === home;

/** The word `key` in the chosen language, `{name}` filled from `values`; an unknown key is shown as it is. */
export function t(key, values = {}) {
  return (spoken[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** The words of a list that search knows, in Vietnamese whatever is spoken. */
export const listed = (key) => home[key].split(" ");

/** English is fetched when it is first asked for; the promise fails where that cannot be. Returns all of it. */
export async function learn() {
  return (english ||= await read("english"));
}

/** A name from a table in the chosen language, itself where it has none. */
export const calledIn = (kind, key, name = key) => spoken[`${kind}:${key}`] ?? name;

/** 2026-11-24 as it is written here. */
export const day = (iso) => iso.split("-").reverse().join("/");

/** Sets the language and says everything that stands in the page again. */
export function speak(foreign) {
  spoken = foreign ? english : home;
  document.documentElement.lang = foreign ? "en" : "vi";
  const each = (name, put) => document.querySelectorAll(`[data-${name}]`).forEach((node) => put(node, t(node.dataset[name], node.dataset)));
  // Names that come from tables stand in the page in Vietnamese, and only some have English.
  each("t", (node, said) => {
    const { t: key, own } = node.dataset;
    if (!(key in home)) node.dataset.own = own ?? node.textContent;
    node.textContent = key in spoken ? said : node.dataset.own;
    if (node.lang && key.includes(":")) node.lang = key in spoken ? "en" : "vi";
  });
  each("label", (node, said) => node.setAttribute("aria-label", said));
  each("hint", (node, said) => (node.placeholder = said));
}
