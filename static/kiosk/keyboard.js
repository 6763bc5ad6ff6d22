// A Vietnamese touch keyboard: no operating system brings one up reliably on a kiosk.

import { h } from "./dom.js";
import { t } from "./words.js";

const TONES = ["\u0301", "\u0300", "\u0309", "\u0303", "\u0323"];
const TOP = [..."ăâđêôơư", ...TONES];
const DIGITS = [..."1234567890", "."];
const ROWS = [[..."qwertyuiop", "⌫"], [..."asdfghjkl"], ["123", ..."zxcvbnm", " ", "▾"]];
const SHOWN = { "\u0301": "´", "\u0300": "`", "\u0309": "ˀ", "\u0303": "~", "\u0323": ".", " ": "␣" };
const LABELS = { "⌫": "erase", " ": "space", "▾": "hide" };

const SYLLABLE = /^((?:qu|gi)(?=[aeiouyăâêôơư])|[^aeiouyăâêôơư]*)([aeiouyăâêôơư]+)(.*)$/;

/** `text` with `tone` on its last syllable; the same tone again takes it off. */
export function toned(text, tone) {
  const cut = text.search(/[^\s\d.,]*$/), open = text.slice(cut).normalize("NFD");
  const bare = open.replace(/[\u0300\u0301\u0303\u0309\u0323]/g, "").normalize("NFC");
  const found = SYLLABLE.exec(bare.toLowerCase());
  if (!found) return text;
  const [, head, vowels, tail] = found;
  // The letter with a mark takes the tone, else the last before a consonant, else the last but one ("hóa").
  const hat = vowels.search(/[ăâêôơư](?!.*[ăâêôơư])/);
  const at = head.length + (hat >= 0 ? hat : Math.max(0, vowels.length - (tail ? 1 : 2)));
  const sign = open.includes(tone) ? "" : tone;
  return text.slice(0, cut) + (bare.slice(0, at + 1) + sign + bare.slice(at + 1)).normalize("NFC");
}

function button(key, press) {
  const tone = TONES.includes(key);
  const label = tone ? t(key) : LABELS[key] ? t(LABELS[key]) : key === "123" ? t("digits") : undefined;
  const kind = key === " " ? ".wide" : tone ? ".tone" : "";
  return h("button.key" + kind, { type: "button", "aria-label": label, onclick: () => press(key) }, h("span", {}, SHOWN[key] || key));
}

/** Returns what fills `place`; `type(change)` receives a function from old text to new, `hide()` is asked for by a key. */
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
  return show;
}
