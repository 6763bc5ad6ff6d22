// What the interface says, in Vietnamese and in English (words.json); the catalogue itself stays in Vietnamese.

import { $, read } from "./dom.js";

const own = JSON.parse($("words").textContent);
let english, spoken = own;

export const isVietnamese = () => spoken === own;

/** The word `key` in the chosen language, `{name}` filled from `values`; an unknown key is shown as it is. */
export function t(key, values = {}) {
  return (spoken[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** English is fetched when it is first asked for; the promise fails where that cannot be. */
export async function learn() {
  english ||= await read("english");
}

/** 2026-11-24 as it is written here. */
export const day = (iso) => iso.split("-").reverse().join("/");

/** Sets the language and says everything that stands in the page again. */
export function speak(foreign) {
  spoken = foreign ? english : own;
  document.documentElement.lang = foreign ? "en" : "vi";
  const each = (name, put) => document.querySelectorAll(`[data-${name}]`).forEach((node) => put(node, t(node.dataset[name], node.dataset)));
  each("t", (node, said) => (node.textContent = said));
  each("label", (node, said) => node.setAttribute("aria-label", said));
  each("hint", (node, said) => (node.placeholder = said));
}
