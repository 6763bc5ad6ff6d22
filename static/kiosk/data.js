// The data file opened, and what of it holds on a day.
//
// A list is searched before it is read: its words are compared as the vocabulary spells them, and a name becomes text
// when it is shown.

import { spelledAtOnce } from "./text.js";

export const DAY = 86400000;
const GONE_DAYS = 90;
// Entries of another list stand in no field of this page.
const NOWHERE = { name: "", words: [], group: { at: 0 } };
// What of an entry is only searched until it is shown.
const PACKED = ["everyday", "keywords"];

// Undoing kiosk/pages/pack.py: a character is a word or a number, by its place in this alphabet.
function place(letter) {
  if (letter < 0x7f) return letter - 0x21 - (letter > 0x22) - (letter > 0x3c) - (letter > 0x5c);
  return 91 + letter - 0xa1 - (letter > 0xad);
}

/** Numbers of one character each. */
export function numbers(packed) {
  const places = [];
  for (let i = 0; i < packed.length; i++) places.push(place(packed.charCodeAt(i)));
  return places;
}

/** The vocabulary again: each word as how many letters it shares with the one before, and the rest. */
export function vocabulary(packed) {
  let before = "";
  return packed.slice(1).split(packed[0]).map((word) => (before = before.slice(0, word[0]) + word.slice(1)));
}

function unpacker(packedWords) {
  const words = vocabulary(packedWords);
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
  const spelled = spelledAtOnce(words);
  /** The words of a packed text as they are compared; what is no word begins with a blank. */
  unpack.words = (packed) => {
    const found = [];
    for (let i = 0; i < packed.length; i++) {
      const at = place(packed.charCodeAt(i));
      if (words[at][0] !== " ") found.push(spelled[at]);
    }
    return found;
  };
  return unpack;
}

/** An entry: its names and everyday words as they came. */
const rowOf = (unpack) => class {
  constructor(code, name) {
    this.code = code;
    this.packed = { name };
  }

  get name() {
    return unpack(this.packed.name);
  }

  get everyday() {
    return unpack(this.packed.everyday);
  }

  words(part) {
    return unpack.words(this.packed[part] || "");
  }
};

const texts = (packed, unpack) => (packed === "" ? [] : unpack(packed.split?.(" ") ?? packed));

/** Reads places in a dictionary, row after row: 1 is the next that was not named before, else one more than the place. */
function placing() {
  let last = 0;
  return (packed) => numbers(packed).map((number) => (number === 1 ? ++last : number && number - 1));
}

/** Puts facts into rows: a column is its dictionary, the place in it per row, and for lists the items they share. */
function fill(rows, columns, unpack) {
  for (const [name, [packed, at, items]] of Object.entries(columns)) {
    const known = texts(items ?? packed, unpack), places = placing()(at), placesOf = placing();
    const values = items ? packed.split(" ").map((list) => placesOf(list).map((place) => known[place - 1])) : known;
    rows.forEach((row, i) => places[i] && (row[name] = values[places[i] - 1]));
  }
  return rows;
}

/** The rows of a part: code and name of each, what `make` adds, and its facts. */
function rows({ code, name, columns }, unpack, make) {
  const names = name.split(" "), Row = rowOf(unpack), made = code.map((code, i) => Object.assign(new Row(code, names[i]), make(i)));
  for (const part of PACKED) if (columns[part]) {
    const known = columns[part][0].split(" ");
    placing()(columns[part][1]).forEach((place, i) => place && (made[i].packed[part] = known[place - 1]));
    delete columns[part];
  }
  return fill(made, columns, unpack);
}

/** Seven digits as a code. */
const dotted = (number) => String(number).padStart(7, "0").replace(/^./, "$&.");

/** Codes of two letters each: the thousands by their place, and the rest. */
function codesOf({ code, heads }) {
  const at = numbers(code);
  return at.filter((_, i) => i % 2).map((rest, i) => (heads[at[2 * i]].length ? heads[at[2 * i]] : dotted(1000 * heads[at[2 * i]] + rest)));
}

/** The list as rows: fields, entries (all versions), gone, everyday words by meaning. `groups`: those of the page. */
export function open(file, groups) {
  const unpack = unpacker(file.words), { entries: e, gone: g } = file;
  const counts = numbers(e.counts), group = numbers(e.groups);
  const fields = e.fields ? e.fields.split(" ").map((packed, at) => ({ name: unpack(packed), words: unpack.words(packed), group: groups[group[at]], at })) : [];
  const field = fields.flatMap((known) => Array(counts[known.at]).fill(known));
  const entries = rows({ ...e, code: codesOf(e) }, unpack, (i) => ({ field: field[i] })), gone = rows(g, unpack, (i) => ({ since: g.since[i] }));
  const sayings = rowsOf(unpack), asked = numbers(file.asked).map((at) => entries[at]);
  return { groups, fields, entries, gone, unpack, asked, aliases: sayings(file.aliases), matters: readMatters(file.matters, entries, sayings, unpack), elsewhere: readElsewhere(file.elsewhere, sayings, unpack) };
}

/** Rows of sayings as the words that are compared. */
const rowsOf = (unpack) => (packed) => packed.split("  ").map((row) => (row ? row.split(" ").map(unpack.words) : []));

/** Matters by event, in the order of the tiles: `[{name, words, codes}]`; `words`: its sayings as they are compared. */
function readMatters({ counts, name, words, codes }, entries, rowsOf, unpack) {
  const names = texts(name, unpack), own = rowsOf(name)[0], said = rowsOf(words), places = codes.split(" ").map(numbers);
  const each = names.map((name, i) => ({ name, words: [own[i], ...said[i]], codes: places[i].map((at) => entries[at].code) }));
  return numbers(counts).map((n) => each.splice(0, n));
}

/** What other offices do: `{office, purpose, name, words, unless, link}` of each matter, in the order of the offices. */
function readElsewhere(file, rowsOf, unpack) {
  const purposes = texts(file.purpose, unpack), names = texts(file.name, unpack), own = rowsOf(file.name)[0], words = rowsOf(file.words), unless = rowsOf(file.unless);
  const office = texts(file.office, unpack).map((office, i) => ({ office, purpose: purposes[i] }));
  const of = numbers(file.counts).flatMap((n, i) => Array(n).fill(office[i])), link = numbers(file.link);
  return of.map((who, i) => ({ ...who, name: names[i], words: [own[i], ...words[i]], unless: unless[i], link: file.links[link[i] - 1] }));
}

/** The other level's list as rows of code and name, with what people say, and its matters. */
export function openIndex({ words, code, matters, ...parts }) {
  const unpack = unpacker(words), Row = rowOf(unpack), [name, everyday, keywords] = [parts.name, parts.everyday, parts.keywords].map((part) => part.split(" "));
  let number = 0;
  const list = code.map((code, i) => Object.assign(new Row(code.length ? code : dotted((number += code)), name[i]), { field: NOWHERE }));
  list.forEach((row, i) => Object.assign(row.packed, { everyday: everyday[i], keywords: keywords[i] }));
  return { list, matters: readMatters(matters, list, rowsOf(unpack), unpack).flat() };
}

/** Gives every entry its details, in slices, then its address. Throws where they belong to another list. */
export function* detail({ entries, unpack }, file, list = file.list) {
  if (file.list !== list) throw new Error("list");
  for (const [name, column] of Object.entries(file.columns)) {
    fill(entries, { [name]: column }, unpack);
    yield;
  }
  const via = numbers(file.via), ends = numbers(file.tail);
  let ids = 0;
  entries.forEach((e, i) => {
    const end = ends[i];
    e.direct = !!via[i];
    e.url = file.prefixes[via[i]] + (end === 0 ? id(file, ids++) : end === 1 ? e.code : file.tails[end - 2]);
  });
}

// Undoing kiosk/pages/addresses.py: what ids begin with stands once, of the rest each letter is six bits.
function id({ beginnings, beginning, rest }, at) {
  const bits = numbers(rest.slice(15 * at, 15 * at + 15)).map((six) => (six + 64).toString(2).slice(1)).join("");
  const digits = (from, to, more = "") => parseInt("1" + more + bits.slice(from, to), 2).toString(16).slice(1);
  return `${beginnings[place(beginning.charCodeAt(at))]}-${digits(0, 16)}-7${digits(16, 28)}-${digits(28, 42, "10")}-${digits(42)}`;
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
    if (e.to && e.to < day && !here.has(e.code)) gone.set(e.code, Object.assign(Object.create(e), { since: after(e.to, 1) }));
  }
  for (const g of all.gone) if (!here.has(g.code)) gone.set(g.code, g);
  for (const [code, g] of gone) if (g.since > day || after(g.since, GONE_DAYS) < day) gone.delete(code);
  return { day, list, here, next, gone };
}
