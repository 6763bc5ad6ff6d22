// The data file opened, and what of it holds on a day.
//
// A list is searched before it is read: its words are compared as the vocabulary spells them, and a name becomes text
// when it is shown. What the first question needs, and no screen before it, is made then.

import { foldedAtOnce, markedAtOnce } from "./text.js";

export const DAY = 86400000;
const GONE_DAYS = 90;
// Entries of another list stand in no field of this page.
const NOWHERE = { name: "", packed: "", group: { at: 0 } };
// What of an entry is only searched until it is shown.
const PACKED = ["everyday", "keywords"];

// Undoing kiosk/pages/pack.py: a character is a word or a number, by its place in this alphabet.
export function place(letter) {
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
  const plain = foldedAtOnce(words), spelled = [];
  let marks;
  /** The places of the words of a packed text; what is no word begins with a blank. */
  const places = (packed) => numbers(packed).filter((at) => words[at][0] !== " ");
  /** A word as it is compared. */
  const word = (at) => (spelled[at] ||= { plain: plain[at], marks: (marks ||= markedAtOnce(words))[at] });
  return Object.assign(unpack, { plain, places, word, words: (packed) => places(packed).map(word) });
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

  get unpack() {
    return unpack;
  }

  /** The words of a part as they are compared. */
  words(part) {
    return unpack.words(this.packed[part] || "");
  }
};

const listOf = (packed) => (packed ? packed.split(" ") : []);

/** Sayings of one thing, the first its name, beside its facts; `words`: each as it is compared, like `unless`. */
class Sayings {
  constructor(unpack, packed, facts) {
    Object.assign(this, facts, { unpack, packed: listOf(packed) });
  }

  get name() {
    return this.unpack(this.packed[0]);
  }

  get words() {
    return (this.said ||= this.packed.map(this.unpack.words));
  }

  get unless() {
    return (this.not ||= listOf(this.exceptions).map(this.unpack.words));
  }
}

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
function dotted(number) {
  const digits = String(number).padStart(7, "0");
  return `${digits[0]}.${digits.slice(1)}`;
}

/** Codes of two letters each: the thousands by their place, and the rest. */
function codesOf({ code, heads }) {
  const at = numbers(code), codes = [];
  for (let i = 0; i < at.length; i += 2) codes.push(heads[at[i]].length ? heads[at[i]] : dotted(1000 * heads[at[i]] + at[i + 1]));
  return codes;
}

/** The list as rows: fields, entries (all versions), gone, everyday words by meaning. `groups`: those of the page. */
export function open(file, groups) {
  const unpack = unpacker(file.words), { entries: e, gone: g } = file;
  const counts = numbers(e.counts), group = numbers(e.groups);
  const fields = e.fields ? e.fields.split(" ").map((packed, at) => ({ name: unpack(packed), packed, group: groups[group[at]], at })) : [];
  const field = fields.flatMap((known) => Array(counts[known.at]).fill(known));
  const entries = rows({ ...e, code: codesOf(e) }, unpack, (i) => ({ field: field[i] })), gone = rows(g, unpack, (i) => ({ since: g.since[i] }));
  const asked = numbers(file.asked).map((at) => entries[at]);
  return { groups, fields, entries, gone, unpack, asked, aliases: file.aliases.split("  ").map((row) => new Sayings(unpack, row)), matters: readMatters(file.matters, entries, unpack), elsewhere: readElsewhere(file.elsewhere, unpack) };
}

/** Rows of names and of what is said beside each. */
function readSayings({ name, words }, unpack, factsOf) {
  const sayings = words.split("  ");
  return listOf(name).map((name, i) => new Sayings(unpack, sayings[i] ? `${name} ${sayings[i]}` : name, factsOf(i)));
}

/** Matters by event, in the order of the tiles; `codes`: what they lead to. */
function readMatters(file, entries, unpack) {
  const places = file.codes.split(" ").map(numbers), each = readSayings(file, unpack, (i) => ({ codes: places[i].map((at) => entries[at].code) }));
  return numbers(file.counts).map((n) => each.splice(0, n));
}

/** What other offices do, in the order of the offices: `office`, `purpose`, `link`; `unless`: said by whoever means something else. */
function readElsewhere(file, unpack) {
  const purposes = texts(file.purpose, unpack), offices = texts(file.office, unpack).map((office, i) => ({ office, purpose: purposes[i] }));
  const of = numbers(file.counts).flatMap((n, i) => Array(n).fill(offices[i])), exceptions = file.unless.split("  "), at = numbers(file.link);
  return readSayings(file, unpack, (i) => ({ ...of[i], exceptions: exceptions[i], link: file.links[at[i] - 1] }));
}

/** The other level's list as rows of code and name, with what people say, and its matters. */
export function openIndex({ words, code, matters, ...parts }) {
  const unpack = unpacker(words), Row = rowOf(unpack), [name, everyday, keywords] = [parts.name, parts.everyday, parts.keywords].map((part) => part.split(" "));
  let number = 0;
  const list = code.map((code, i) => Object.assign(new Row(code.length ? code : dotted((number += code)), name[i]), { field: NOWHERE }));
  list.forEach((row, i) => Object.assign(row.packed, { everyday: everyday[i], keywords: keywords[i] }));
  return { list, matters: readMatters(matters, list, unpack).flat() };
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
