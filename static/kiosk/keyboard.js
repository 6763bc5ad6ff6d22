// A Vietnamese touch keyboard: no operating system brings one up reliably on a kiosk.

import { h } from "./dom.js";
import { t } from "./words.js";

const TONES = ["\u0301", "\u0300", "\u0309", "\u0303", "\u0323"];
const TOP = [..."ăâđêôơư", ...TONES];
const DIGITS = [..."1234567890", "."];
const ROWS = [[..."qwertyuiop", "⌫"], [..."asdfghjkl"], ["123", ..."zxcvbnm", " ", "▾"]];
const SHOWN = { "\u0301": "´", "\u0300": "`", "\u0309": "ˀ", "\u0303": "~", "\u0323": ".", " ": "␣" };
const SAID = { "⌫": "erase", " ": "space", "▾": "hide" };

const VOWELS = /[aeiouyăâêôơư]/;

/** `text` with `tone` on its last syllable; the same tone again takes it off. */
export function toned(text, tone) {
  const cut = text.search(/[^\s\d.,]*$/);
  const open = text.slice(cut).normalize("NFD");
  const had = open.includes(tone);
  const letters = [...open.replace(/[\u0300\u0301\u0303\u0309\u0323]/g, "").normalize("NFC")];
  const at = toneAt(letters.join("").toLowerCase());
  if (at < 0) return text;
  if (!had) letters[at] = (letters[at] + tone).normalize("NFC");
  return text.slice(0, cut) + letters.join("");
}

// The letter with a mark takes the tone, else the last but one of an open pair ("hoa"), else the last before a consonant.
function toneAt(word) {
  const from = /^(qu|gi)(?=[aeiouyăâêôơư])/.test(word) ? 2 : 0;
  const places = [...word].map((c, i) => (i >= from && VOWELS.test(c) ? i : -1)).filter((i) => i >= 0);
  if (!places.length) return [...word].findLastIndex((c) => VOWELS.test(c));
  const run = places.filter((p, i) => !i || p - places[i - 1] === 1 || places[i - 1] - places[0] === i - 1);
  const marked = run.filter((p) => /[ăâêôơư]/.test(word[p])).pop();
  if (marked !== undefined) return marked;
  const last = run[run.length - 1];
  if (run.length === 1 || last < word.length - 1) return last;
  return run.length === 2 ? run[0] : run[1];
}

function button(key, press) {
  const tone = TONES.includes(key);
  const label = tone ? t(key) : SAID[key] ? t(SAID[key]) : key === "123" ? t("digits") : undefined;
  const kind = key === " " ? ".wide" : tone ? ".tone" : "";
  return h("button.key" + kind, { type: "button", "aria-label": label, onclick: () => press(key) }, h("span", {}, SHOWN[key] || key));
}

/** Fills `place`; `type(change)` receives a function from old text to new, `hide()` is asked for by a key. */
export function keyboard(place, type, hide) {
  let digits = false;
  const press = (key) => {
    if (key === "123") {
      digits = !digits;
      show();
    } else if (key === "▾") hide();
    else if (key === "⌫") type((text) => [...text].slice(0, -1).join(""));
    else if (TONES.includes(key)) type((text) => toned(text, key));
    else type((text) => text + key);
  };
  const show = () => place.replaceChildren(...[digits ? DIGITS : TOP, ...ROWS].map((row) => h("div.row", {}, row.map((key) => button(key, press)))));
  // A touch on a key must not take the focus (and the caret) away from the search box.
  place.onmousedown = (event) => event.preventDefault();
  show();
  return show;
}
