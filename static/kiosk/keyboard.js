// A Vietnamese touch keyboard: no operating system brings one up reliably on a kiosk.

import { h } from "./dom.js";
import { TONES, toned } from "./text.js";
import { t } from "./words.js";

const TOP = [..."ăâđêôơư", ...TONES];
const DIGITS = [..."1234567890", "."];
const ROWS = [[..."qwertyuiop", "⌫"], [..."asdfghjkl"], ["123", ..."zxcvbnm", " ", "▾"]];
const NAMED = { "⌫": "erase", " ": "space", "▾": "hide", "123": "digits" };

function button(key, press) {
  const tone = TONES.includes(key);
  const name = NAMED[key] || (tone && key);
  const kind = key === " " ? ".wide" : name ? ".tone" : "";
  return h("button.key" + kind, { type: "button", onclick: () => press(key) }, h("span", {}, name ? t(name) : key));
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
