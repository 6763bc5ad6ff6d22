// What the interface says, in Vietnamese and in English (words.json); the catalogue itself stays in Vietnamese.

const WORDS = JSON.parse(document.getElementById("words").textContent);

let language = 0;

export const isVietnamese = () => language === 0;

/** The word `key` in the chosen language, `{name}` filled from `values`; an unknown key is shown as it is. */
export function t(key, values = {}) {
  const said = WORDS[key]?.[language] ?? key;
  return said.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** 2026-11-24 as it is written here. */
export const day = (iso) => iso.split("-").reverse().join("/");

/** Sets the language and says everything that stands in the page again. */
export function speak(english) {
  language = english ? 1 : 0;
  document.documentElement.lang = english ? "en" : "vi";
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t, node.dataset);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", t(node.dataset.label));
  for (const node of document.querySelectorAll("[data-hint]")) node.placeholder = t(node.dataset.hint);
}
