// The data file opened, and what of it holds on a day.

import { TONES, toned } from "./text.js";

export const DAY = 86400000;
const GONE_DAYS = 90;

// Undoing kiosk/pages_pack.py: a character is a word, by its place in this alphabet.
function place(letter) {
  if (letter < 0x7f) return letter - 0x21 - (letter > 0x22) - (letter > 0x3c) - (letter > 0x5c);
  return 91 + letter - 0xa1 - (letter > 0xad);
}

const numbers = (packed) => Array.from(packed, (letter) => place(letter.charCodeAt(0)));
const SIGNS = "_`{|}";

// Undoing kiosk/pages_words.py: how much each base shares with the one before, the rest, its tones.
function vocabulary(packed) {
  const words = [];
  let base = "";
  for (const [, same, rest, signs] of packed.matchAll(/([#-/])((?<=#) (?:, |.)|[^#-/_`{|}~]*)([_`{|}~]*)/gsu)) {
    base = base.slice(0, same.charCodeAt(0) - 0x23) + rest;
    for (const sign of signs || "~") words.push(sign === "~" ? base : toned(base, TONES[SIGNS.indexOf(sign)]));
  }
  return words;
}

function unpacker(words) {
  const unpack = (packed) => {
    if (typeof packed !== "string") return Array.isArray(packed) ? packed.map(unpack) : packed;
    let text = "", afterWord = false;
    for (let i = 0; i < packed.length; i++) {
      const token = words[place(packed.charCodeAt(i))], word = token[0] !== " ";
      text += (word && afterWord ? " " : "") + (word ? token : token.slice(1));
      afterWord = word;
    }
    return text;
  };
  return unpack;
}

// Undoing kiosk/pages_bits.py: six bits a letter.
function reader(packed) {
  let at = 0;
  return (width) => {
    let number = 0;
    for (const end = at + width; at < end; at++) number = 2 * number + ((place(packed.charCodeAt(at / 6)) >> (5 - (at % 6))) & 1);
    return number;
  };
}

/** Numbers by their differences: a letter says sign and width, the bits say the rest. */
function steps(letters, read) {
  let number = 0;
  return numbers(letters).map((letter) => {
    const width = letter >> 1, size = width && 2 ** (width - 1) + read(width - 1);
    return (number += letter & 1 ? -size : size);
  });
}

/** Codes in order, and in `order` their places, ascending within each field. */
function codes([letters, bits, odd], counts, order = []) {
  const read = reader(bits), ascending = steps(letters, read), made = [];
  for (const count of counts) {
    const left = Array.from({ length: count }, (_, i) => made.length + i);
    while (left.length) {
      const [from] = left.splice(read(32 - Math.clz32(left.length - 1)), 1);
      order[from] = made.length;
      made.push(odd[made.length] || String(ascending[from]).padStart(7, "0").replace(/./, "$&."));
    }
  }
  return made;
}

const hexadecimal = (number, digits) => number.toString(16).padStart(digits, "0");

/** Gives each of `entries`, in order of their codes, its portal id. */
function* ids([letters, width], bits, entries) {
  const read = reader(bits), times = steps(letters, read);
  for (const [i, e] of entries.entries()) {
    const time = hexadecimal(times[i], 12);
    e.portal = [time.slice(0, 8), time.slice(8), "7" + hexadecimal(read(width), 3), hexadecimal(0x8000 + read(14)), hexadecimal(read(48), 12)].join("-");
    yield;
  }
}

// Each name is what it shares with the one before and the rest; its first letter is a capital unless marked as it is.
function names(packed, unpack) {
  let before = "";
  return (packed ? packed.split(" ") : []).map((rest) => {
    before = before.slice(0, place(rest.charCodeAt(0))) + rest.slice(1);
    const name = unpack(before);
    return name[0] === "\u200b" ? name.slice(1) : name[0].toUpperCase() + name.slice(1);
  });
}

const texts = (packed, unpack) => unpack(packed.split?.(" ") ?? packed);

/** Puts facts into rows: a column is its dictionary, the place in it per row, and for lists the items they share. */
function fill(rows, facts, unpack) {
  for (const [name, [packed, at, items]] of Object.entries(facts)) {
    const said = texts(items ?? packed, unpack), places = numbers(at);
    const values = items ? packed.split(" ").map((list) => numbers(list).map((place) => said[place - 1])) : said;
    rows.forEach((row, i) => places[i] && (row[name] = values[places[i] - 1]));
  }
  return rows;
}

function opened(part, unpack, named, make) {
  return fill(names(part.name, unpack).map((name, i) => ({ code: named[i], name, ...make(i) })), part.facts, unpack);
}

/** The list as rows: fields, entries (all versions), gone, everyday words by meaning. `groups`: those of the page. */
export function open(file, groups) {
  const unpack = unpacker(vocabulary(file.words)), { entries: e, gone: g } = file, order = [];
  const counts = numbers(e.counts), group = numbers(e.groups);
  const fields = e.fields.map((name, at) => ({ name: unpack(name), group: groups[group[at]], at }));
  const field = fields.flatMap((known) => Array(counts[known.at]).fill(known));
  const entries = opened(e, unpack, codes(file.codes, counts, order), (i) => ({ field: field[i] }));
  const gone = opened(g, unpack, codes(g.code, [g.since.length]), (i) => ({ since: g.since[i], text: unpack(g.text[i]) }));
  return { groups, fields, entries, gone, unpack, order, aliases: file.aliases.split("  ").map((row) => texts(row, unpack)) };
}

/** Gives every entry its details, then its address, in slices. Throws where they belong to another list. */
export function* detail({ entries, order, unpack }, file, list = file.list) {
  if (file.list !== list) throw new Error("list");
  const via = numbers(file.via), ends = numbers(file.tail);
  yield* ids(file.ids, file.bits, order.filter((at) => !ends[at]).map((at) => entries[at]));
  for (const [name, column] of Object.entries(file.facts)) {
    fill(entries, { [name]: column }, unpack);
    yield;
  }
  entries.forEach((e, i) => {
    const end = ends[i];
    e.direct = !!via[i];
    e.url = file.prefixes[via[i]] + (end === 0 ? e.portal : end === 1 ? e.code : file.tails[end - 2]);
  });
}

/** A day as YYYY-MM-DD by the device's own calendar. */
export function iso(time) {
  const d = new Date(time);
  const two = (n) => String(n).padStart(2, "0");
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
}

const holds = (e, day) => (!e.from || e.from <= day) && (!e.to || day <= e.to);
const after = (day, days) => iso(Date.parse(day + "T12:00") + days * DAY);

/** What stands on `day`: entries in force, what comes (`next`, by code), what left within 90 days (`gone`, by code). */
export function on(all, day) {
  const list = all.entries.filter((e) => holds(e, day));
  const here = new Map(list.map((e) => [e.code, e]));
  const next = new Map(), gone = new Map();
  for (const e of all.entries) {
    if (e.from > day && !(next.get(e.code)?.from < e.from)) next.set(e.code, e);
    if (e.to && e.to < day && !here.has(e.code)) gone.set(e.code, { ...e, since: after(e.to, 1), text: "" });
  }
  for (const g of all.gone) if (!here.has(g.code)) gone.set(g.code, g);
  for (const [code, g] of gone) if (g.since > day || after(g.since, GONE_DAYS) < day) gone.delete(code);
  return { day, list, here, next, gone };
}
