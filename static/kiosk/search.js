// Search over what stands today: folded words with typing repaired, initials, everyday words, codes.
//
// A word is looked for among the vocabulary (some thousand syllables), never among the names, so a key costs little
// at any number of procedures. What was typed with marks ranks what carries the same marks first.

import { place } from "./data.js";
import { WORD, fold, foldedAtOnce, heard, marked, markedAtOnce, near, spelling, untyped, words } from "./text.js";
import { listed } from "./words.js";

// What a word weighs by where it stands, most first: in the name, in what people call it, in what they say, in the field.
const WEIGHTS = [1, 0.95, 0.8, 0.35], NAME = 0, SAID = 1, BAG = 2, FIELD = 3;
// Marks of a place in the vocabulary of which nothing is known yet, and of what is no word.
const UNSEEN = -1, NONE = -2;
const NEARLY = 0.6, ALIKE = 0.8, FILLER = 0.06, PERSON = 0.4, SPOKEN = 5, MATTER = 1.1, FIRST = 1.25, LEAST = 0.2, APART = 3, LOOSE = 0.6, SAID_ENOUGH = 0.12;
// The share of what was asked that a result must carry, by how many words were asked; of many words, the mean of the
// share by weight and by number.
const ENOUGH = [1, 0.6, 0.8, 0.66, 0.6], ENOUGH_OF_MANY = 0.42;
export const MOST = 30;
// What people say around what they mean; counted a little, so that a name made of such words is still found.
// With their marks where the visitor types marks: "cần" is one, "cận" is not. Some only then: "ngoại" is one, "ngoai"
// may be abroad.
//
// Whom a question is about says less than what is to be done: "chồng em đi làm khai sinh" is about a birth.
// "bố" is a person, "bộ" is not.
function readKinds() {
  const bareOf = (...keys) => new Set(foldedAtOnce(keys.flatMap(listed))), markedOf = (...keys) => new Set(markedAtOnce(keys.flatMap(listed)));
  return {
    filler: { bare: bareOf("fillers"), marked: markedOf("fillers", "kin") },
    person: { bare: bareOf("persons"), marked: markedOf("persons") },
    kin: bareOf("relatives"),
    things: bareOf("things"),
  };
}

let kinds;
/** The words of a kind; all are read for the first question. */
const wordsOf = (kind) => (kinds ||= readKinds())[kind];

// Who wants something done seldom wants it undone: such a name has to be asked for.
const UNDONE = /^(?:thu tuc )?(?=thu hoi|xoa|cham dut|giai the|huy)(\w+)/;

// Between the name, what people call it, and the bag of what they say: no word stands beside one of the next.
const GAP = -1;

/**
 * Builds the index as a generator: one step per procedure, so that it can be sliced. Entries stay packed: `idOf` is the id
 * of each word of the list's own vocabulary, of which words that differ in marks and case alone have one.
 */
export function* indexed(list, aliases, matters = [], elsewhere = []) {
  const { unpack } = list[0] || {}, idOf = new Int16Array(unpack ? unpack.plain.length : 0).fill(UNSEEN);
  const ids = new Map(), vocabulary = [], posts = [], learned = [];
  const learn = (at) => {
    const word = unpack.plain[at];
    if (word[0] === " ") return (idOf[at] = NONE);
    let id = ids.get(word);
    if (id === undefined) {
      ids.set(word, (id = vocabulary.length));
      vocabulary.push(word);
      posts.push([]);
    }
    learned.push(at);
    return (idOf[at] = id);
  };
  // A posting is one number, where and as what; what weighs most comes first, and only that counts.
  const put = (packed, at, part) => {
    for (let i = 0; i < packed.length; i++) {
      const where = place(packed.charCodeAt(i));
      let id = idOf[where];
      if (id === UNSEEN) id = learn(where);
      if (id === NONE) continue;
      const post = posts[id];
      if (!post.length || post[post.length - 1] >> 2 !== at) post.push((at << 2) | part);
    }
  };
  const fields = new Map(), bags = new Map();
  for (const { packed, codes } of matters) for (const code of codes) bags.set(code, [...(bags.get(code) || []), ...packed]);
  for (let at = 0; at < list.length; at++) {
    const { packed, code, field } = list[at];
    put(packed.name, at, NAME);
    put(packed.everyday || "", at, SAID);
    put(packed.keywords || "", at, BAG);
    for (const saying of bags.get(code) || []) put(saying, at, BAG);
    put(field.packed, at, FIELD);
    if (!fields.has(field)) fields.set(field, new Set(unpack.places(field.packed).map((where) => idOf[where])));
    yield;
  }
  const idf = posts.map((post) => Math.log(1 + (2 * list.length) / (1 + post.length)));
  return { list, unpack, idOf, learned, docs: [], ids, bags, vocabulary, posts, idf, aliases, matters, elsewhere, fields: [...fields].map(([field, ids]) => ({ field, ids })) };
}

/** Everyday words with what they mean; this and what follows is made for the first question. */
function saidIn(index) {
  return (index.said ||= index.aliases.flatMap(({ words: [meaning, ...keys] }) => keys.map((key) => ({ key, meaning }))));
}

/** The words of everyday words and of what others do. */
const apartIn = (index) => [...saidIn(index).map((s) => s.key), ...index.elsewhere.flatMap((matter) => matter.words)].flat();

/** Words that people say, whether or not the vocabulary has them. */
export function spokenIn(index) {
  return (index.spoken ||= new Set(apartIn(index).map((word) => word.plain)));
}

/** All words with the marks that somebody or something carries. */
function carriedIn(index) {
  return (index.carried ||= new Set([...index.learned.map((at) => index.unpack.word(at)), ...apartIn(index)].map((word) => word.marks)));
}

/** The sayings of matters, and where in the list stands what they mean. */
function meantIn(index) {
  if (!index.meant) {
    const places = new Map(index.list.map((e, at) => [e.code, at]));
    index.meant = index.matters.map(({ words, codes }) => ({ keys: words, at: codes.map((code) => places.get(code)).filter((at) => at >= 0) }));
  }
  return index.meant;
}

/** The words of an entry in their order, put together when a question first comes near it. */
function docOf(index, at) {
  return (index.docs[at] ||= wordsInOrder(index, index.list[at]));
}

function wordsInOrder({ unpack, idOf, bags, idf }, { packed, code }) {
  const name = unpack.places(packed.name), everyday = unpack.places(packed.everyday || "");
  const all = [...name, GAP, ...everyday, GAP, ...[packed.keywords || "", ...(bags.get(code) || [])].flatMap(unpack.places)];
  const ids = all.map((where) => idOf[where] ?? GAP), said = name.length + 1, bag = said + everyday.length + 1;
  const weight = (ids) => ids.reduce((sum, id) => sum + (idf[id] || 0), 0);
  return { ids, marks: all.map((where) => (where === GAP ? "" : unpack.word(where).marks)), said, bag, weight: weight(ids.slice(0, said)), saidWeight: weight(ids.slice(said, bag)) };
}

/** The first letters of each name, made when a word is asked for that may be such. */
function initialsOf(index) {
  return (index.initials ||= index.list.map((e) => e.words("name").map((word) => word.plain[0]).join("")));
}

/** The vocabulary's words by how they are heard, made when a word is asked for that it lacks. */
function soundsOf(index) {
  if (!index.sounds) {
    index.sounds = new Map();
    index.vocabulary.forEach((word, id) => index.sounds.set(heard(word), [...(index.sounds.get(heard(word)) || []), id]));
  }
  return index.sounds;
}

/** The words with their marks by how they are heard, likewise. */
function spelledIn(index) {
  if (!index.spelled) {
    index.spelled = new Map();
    for (const marks of carriedIn(index)) index.spelled.set(heard(marks), marks);
  }
  return index.spelled;
}

/** What stands beside a word in sayings: words by the one before (`word `) and by the one behind (` word`). */
function besideIn(index) {
  if (!index.beside) {
    index.beside = new Map();
    const put = (key, word) => {
      if (!index.beside.has(key)) index.beside.set(key, []);
      index.beside.get(key).push(word);
    };
    const sayings = [...saidIn(index).map((s) => s.key), ...[...index.matters, ...index.elsewhere].flatMap((m) => m.words)];
    for (const saying of sayings) saying.forEach((word, i) => i && (put(`${saying[i - 1].plain} `, word), put(` ${word.plain}`, saying[i - 1])));
  }
  return index.beside;
}

// What is written for each other where they sound alike.
const CONFUSED = /^(?:[ln](?=[aeiou])|[sx]|ch|tr|d|gi(?=[aeou]))/;

/**
 * A word that no saying has beside its neighbours, as the one that has them and differs by how it begins ("công trứng"), or
 * where it is no word by one letter ("kiết hôn"). `strict`: its marks must be the same.
 */
function paired(index, query, at, strict) {
  const { plain, marks, last } = query[at], typed = (strict && marks) || plain;
  const beside = [query[at - 1] && `${query[at - 1].plain} `, query[at + 1] && ` ${query[at + 1].plain}`].flatMap((key) => besideIn(index).get(key) || []);
  if (among(query[at], strict, "filler") || beside.some((word) => (last ? word.plain.startsWith(plain) : word.plain === plain))) return;
  const strange = plain.length > 2 && !index.ids.has(plain) && !spokenIn(index).has(plain), rest = typed.replace(CONFUSED, "");
  const meant = beside.find((word) => {
    const spelled = strict ? word.marks : word.plain;
    // The end is looked at first: a word has hundreds of neighbours, and most of them differ there.
    return (rest !== typed && spelled.endsWith(rest) && spelled.replace(CONFUSED, "") === rest && heard(word.plain) === heard(plain)) || (strange && near(typed, spelled, 1));
  });
  if (meant) Object.assign(query[at], { plain: meant.plain, marks: strict ? meant.marks : "" });
}

/** A saying as the words that are looked for in a question. */
export const keyOf = (saying) => words(saying).map(spelling);

const same = (word, token, strict) => word.plain === token.plain && (!token.marks || word.marks === token.marks || (!strict && token.marks === token.plain));

/** Whether the words of a saying stand in a question in their order, few others between them: "vay tiền cho sinh viên". */
export function scattered(key, query, strict) {
  let at = -1;
  return key.length > 1 && key.every((word) => {
    const from = at;
    at = query.findIndex((token, i) => i > from && same(word, token, strict));
    return at >= 0 && (from < 0 || at - from <= APART);
  });
}

/** Where the words of a saying stand together in a question, or -1. `strict`: marks count, because the question has some. */
export function standing(key, query, strict) {
  return query.findIndex((_, at) => at + key.length <= query.length && key.every((word, i) => same(word, query[at + i], strict)));
}

export const isStrict = (query) => query.some((t) => t.marks && t.marks !== t.plain);

/** What the sayings of matters add: who says one whole means it, first the code that is asked for most. */
function byMatters(index, query, best) {
  const strict = isStrict(query), gain = new Map(), bare = query.filter((t) => !t.filler);
  const weigh = (some, by) => some.reduce((sum, t) => sum + by(t), 0);
  // By weight and by number: "sao y" are two common words, and yet half of "sao y khai sinh". In a saying every word
  // counts: "con" and "chồng" say little, "con nuôi" and "chưa chồng" all.
  const shareOf = (some) => {
    const others = query.filter((t) => !t.filler && !some.includes(t)), full = weigh(some, (t) => t.full);
    return full / (full + weigh(others, (t) => t.weight) || 1) / 2 + some.length / (some.length + others.length) / 2;
  };
  for (const { keys, at } of meantIn(index)) for (const key of keys) {
    let share = 0;
    for (const asked of [query, bare]) {
      const from = standing(key, asked, strict);
      // What is said first is what one wants; what follows is about what.
      if (from < 0 && scattered(key, asked, strict)) share = Math.max(share, LOOSE * shareOf(asked.filter((t) => key.some((word) => same(word, t, strict)))));
      if (from >= 0) share = Math.max(share, key.length > 1 || asked[from].died ? LEAST : 0, shareOf(asked.slice(from, from + key.length)) * (from ? 1 : FIRST));
    }
    if (!share) continue;
    // Where the name of the first does not say it, those come first whose names do: "du kích".
    const said = at.map((place) => key.every(({ plain }) => docOf(index, place).ids.slice(0, docOf(index, place).said).includes(index.ids.get(plain))));
    at.forEach((place, i) => gain.set(place, Math.max(gain.get(place) || 0, (MATTER * share) / (1 + (said[i] && !said[0] ? 0 : i / 3)))));
  }
  for (const [at, more] of gain) {
    const known = best.get(at) || { score: 0, query };
    best.set(at, { ...known, score: known.score + more, said: more });
  }
}

/** Whether a word was typed without marks: it may mean any that has them. */
const unmarked = ({ marks, plain }) => marks === "" || marks === plain;

/** Folded words as typed, each repaired only where the vocabulary does not know it. */
export function tokens(index, text) {
  const found = [];
  const typed = words(text);
  typed.forEach((word, at) => {
    const plain = fold(word), last = at === typed.length - 1;
    const whole = index.ids.has(plain) || spokenIn(index).has(plain) || (last && index.vocabulary.some((v) => v.startsWith(plain)));
    const mended = untyped(word);
    if (!whole && index.ids.has(mended)) found.push({ plain: mended, marks: "" });
    else if (!whole && plain.length > 4) found.push(...apart(index, plain).map((w) => ({ plain: w, marks: "" })));
    else found.push({ plain, marks: marked(word), last });
  });
  const accented = isStrict(found);
  found.forEach((_, at) => paired(index, found, at, accented));
  if (accented) found.forEach((token, at) => (found[at] = { ...token, ...respelled(index, token) }));
  found.forEach((token, at) => died(found, at) && Object.assign(token, DEATH));
  return found.map((token) => ({ ...token, filler: among(token, accented, "filler"), person: among(token, accented, "person") }));
}

const among = ({ plain, marks }, accented, kind) => (accented && marks ? wordsOf(kind).marked.has(marks) : wordsOf(kind).bare.has(plain));

/** A word whose marks no name carries, as the one that is heard alike: "nấn" as "lấn". */
function respelled(index, { plain, marks }) {
  // A mark left out is no other word: "dăng" is "đăng", not "răng".
  const carried = carriedIn(index);
  if (marks && marks !== plain && !carried.has(marks) && [...carried].some((word) => within(marks, word) && fold(word) === plain)) return {};
  const alike = marks && marks !== plain && !carried.has(marks) && spelledIn(index).get(heard(marks));
  return alike ? { plain: fold(alike), marks: alike } : {};
}

// Of a person "mất" is dead, of a thing it is lost.
const DEATH = { plain: "chet", marks: marked("chết"), died: true };

function died(query, at) {
  const { plain, marks } = query[at], next = query[at + 1]?.plain;
  if (plain !== "mat" || (marks && marks !== "mat" && marks !== marked("mất")) || wordsOf("things").has(next)) return false;
  const before = query.slice(Math.max(0, at - 4), at).map((t) => t.plain);
  return before.some((word) => wordsOf("kin").has(word)) && !before.some((word) => wordsOf("things").has(word));
}

/** "giaykhaisinh" as known words, the fewest; as it is where it does not fall apart cleanly. */
function apart(index, joined) {
  const best = [[]];
  for (let end = 1; end <= joined.length; end++) {
    for (let from = Math.max(0, end - 7); from < end - 1; from++) {
      const piece = joined.slice(from, end);
      if (best[from] && index.ids.has(piece) && !/\d/.test(piece) && !(best[end]?.length <= best[from].length + 1)) {
        best[end] = [...best[from], piece];
      }
    }
  }
  return best[joined.length] || [joined];
}

/** The query as it stands, and with everyday words put into the catalogue's: one saying, or two that share no word. */
function variants(index, query) {
  const typed = new Set(query.map((t) => t.plain)), hits = [];
  for (const { key, meaning } of saidIn(index)) {
    if (!key.every((word) => typed.has(word.plain))) continue;
    // "mat" may be "mất" in company, alone it may as well be "mặt", a word of the catalogue; "mặt" never is.
    const bare = (t) => (key.length > 1 || !index.ids.has(t.plain)) && unmarked(t);
    const places = key.map((word) => query.findIndex((t) => t.plain === word.plain && (t.marks === word.marks || bare(t))));
    if (places.includes(-1)) continue;
    const from = Math.min(...places);
    // Words apart may mean something else: "mở" and "quán" in "mở lại quán".
    const apart = Math.max(...places) - from >= key.length, alias = key.length * (apart ? 0.8 : 1);
    hits.push({ places, from, put: meaning.map((word) => ({ ...word, alias, from })) });
  }
  hits.sort((a, b) => b.places.length - a.places.length).splice(12);
  const pairs = hits.flatMap((a, i) => hits.slice(i + 1).filter((b) => !b.places.some((p) => a.places.includes(p))).map((b) => [a, b]));
  return [[], ...hits.map((hit) => [hit]), ...pairs.slice(0, 12)].map((chosen) => query.flatMap((token, i) => {
    const hit = chosen.find((c) => c.places.includes(i));
    return hit ? (hit.from === i ? hit.put : []) : token;
  }));
}

/** The vocabulary's words that a token may mean: id -> how well, 0 to 1. */
function meant(index, token) {
  const { plain } = token, found = new Map();
  const exact = index.ids.get(plain);
  if (exact !== undefined) found.set(exact, 1);
  if (token.last || (exact === undefined && plain.length > 2)) {
    index.vocabulary.forEach((word, id) => {
      if (word.length > plain.length && word.startsWith(plain)) found.set(id, 0.5 + (0.45 * plain.length) / word.length);
    });
  }
  if (exact === undefined) for (const id of soundsOf(index).get(heard(plain)) || []) found.set(id, Math.max(found.get(id) || 0, ALIKE));
  if (!found.size && plain.length > 3) {
    const most = plain.length > 6 ? 2 : 1;
    index.vocabulary.forEach((word, id) => near(plain, word, most) && found.set(id, NEARLY));
  }
  return found;
}

function weighed(index, token, known) {
  const key = token.plain + (token.last ? "…" : "");
  if (!known.has(key)) {
    const matches = meant(index, token);
    let idf = matches.size ? 0 : Math.log(1 + 2 * index.list.length) / 2;
    for (const [id, quality] of matches) idf = Math.max(idf, index.idf[id] * quality);
    known.set(key, { matches, idf, holders: holding(index, matches) });
  }
  const { matches, idf, holders } = known.get(key);
  return { ...token, matches, holders, full: idf, weight: idf * (token.filler ? FILLER : token.person ? PERSON : 1) };
}

/** A long meaning counts no more than the words that stood for it would. */
function leveled(query) {
  return query.map((token) => {
    const sum = query.reduce((all, t) => (t.from === token.from ? all + t.weight : all), 0);
    return token.alias ? { ...token, weight: token.weight * Math.min(1, (token.alias * SPOKEN) / sum) } : token;
  });
}

/** What the words that a token may mean find: place in the list, how well, place, how well … */
function holding(index, matches) {
  const best = new Map();
  for (const [id, quality] of matches) {
    const post = index.posts[id];
    for (const posting of post) best.set(posting >> 2, Math.max(best.get(posting >> 2) || 0, quality * WEIGHTS[posting & 3]));
  }
  return [...best].flat();
}

/** Sum of what each word finds, by procedure. */
function gathered(index, query) {
  const total = new Float32Array(index.list.length);
  for (const { holders, weight } of query) for (let i = 0; i < holders.length; i += 2) total[holders[i]] += weight * holders[i + 1];
  return total;
}

/** What order and marks add: neighbours that stay neighbours, words that carry the marks that were typed. */
function refined(index, query, at, base, all) {
  const doc = docOf(index, at);
  let order = 0, pairs = 0, marks = 0, covered = 0, saidCovered = 0;
  const places = query.map((t) => {
    const found = [];
    doc.ids.forEach((id, place) => t.matches.has(id) && found.push(place));
    return found;
  });
  query.forEach((token, i) => {
    if (places[i][0] < doc.said) covered += token.weight;
    if (places[i].some((p) => p >= doc.said && p < doc.bag)) saidCovered += token.weight;
    if (token.marks && places[i].length) {
      const same = places[i].some((p) => doc.marks[p] === token.marks);
      const bare = token.marks === token.plain;
      if (same) marks += token.weight * (bare ? 0.05 : 0.2);
      else if (!bare && !token.last) marks -= token.weight * 0.7;
    }
    if (!i) return;
    const both = Math.min(token.weight, query[i - 1].weight);
    pairs += both;
    const before = new Set(places[i - 1]);
    if (places[i].some((p) => before.has(p - 1))) order += both;
    else if (places[i].some((p) => before.has(p - 2) || before.has(p + 1))) order += both / 3;
  });
  const share = base / all;
  return share + (pairs ? (0.35 * order) / pairs : 0) + marks / all + 0.3 * Math.max(covered / (doc.weight + all), saidCovered / (doc.saidWeight + all));
}

/** The fields that the query names: all that matters of it stands there, and covers most of the field's name. */
function named(index, query) {
  const found = new Set(), asked = query.filter((t) => !t.filler);
  for (const { field, ids } of asked.length ? index.fields : []) {
    const here = (t) => [...t.matches].some(([id, quality]) => quality > 0.75 && ids.has(id));
    if (asked.length >= 0.6 * ids.size && asked.every(here)) found.add(field);
  }
  return found;
}

/** The vocabulary's word by which a name undoes something, if it does. */
function undoneIn(index, at) {
  const { ids } = docOf(index, at);
  return index.ids.get(ids.slice(0, 4).map((id) => index.vocabulary[id]).join(" ").match(UNDONE)?.[1]);
}

function scored(index, variant, best, known) {
  const query = leveled(variant.map((t) => weighed(index, t, known)));
  const all = query.reduce((sum, t) => sum + t.weight, 0) || 1;
  const total = gathered(index, query), fields = named(index, query);
  // What order and marks add never makes up for half of what the best has.
  const found = [], least = Math.max(0.3 * all, 0.5 * total.reduce((most, base) => Math.max(most, base), 0));
  for (let at = 0; at < total.length; at++) if (total[at] > least) found.push([at, total[at]]);
  found.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  for (const [at, base] of found.slice(0, 80)) {
    const e = index.list[at];
    const undone = undoneIn(index, at), unasked = undone >= 0 && !query.some((t) => t.matches.has(undone));
    const score = refined(index, query, at, base, all) - (unasked ? 0.12 : 0) + (e.common ? 0.1 : 0) - 0.004 * e.field.group.at + (fields.has(e.field) ? 0.8 : 0);
    if (!(best.get(at)?.score >= score)) best.set(at, { score, query, named: fields.has(e.field), whole: fields.has(e.field) || base > 0.99 * all });
  }
}

/** "gpxd" for "cấp giấy phép xây dựng". */
function byInitials(index, query, best) {
  for (const { plain } of query) {
    if (plain.length < 3 || plain.length > 8 || index.ids.has(plain)) continue;
    initialsOf(index).forEach((initials, at) => {
      const from = initials.indexOf(plain);
      if (from < 0) return;
      const score = 1 + (0.3 * plain.length) / initials.length - from / 1000;
      if (!(best.get(at)?.score >= score)) best.set(at, { score, ids: docOf(index, at).ids.slice(from, from + plain.length) });
    });
  }
}

/** Codes with or without the dots, with zeros lost at either end. */
function byCode(index, text, best) {
  text = text.trim().replace(/^(\d\.?\d{6})\.\S*$/, "$1");
  const digits = text.replace(/\D/g, "");
  if (!/^[\d.,\s]+$/.test(text) || digits.length < 3) return false;
  const dotted = text.match(/^(\d)\D+(\d+)$/);
  const whole = dotted ? dotted[1] + dotted[2].padEnd(6, "0") : digits.padEnd(7, "0");
  index.list.forEach((e, at) => {
    const own = e.code.replace(/\D/g, ""), score = own === digits ? 4 : own === whole ? 3 : own.startsWith(digits) ? 2 : own.includes(digits) ? 1 : 0;
    if (score) best.set(at, { score, ids: [] });
  });
  return true;
}

/** Whether a word was typed with no mark that the other lacks: "kêt" may be "kết", "cận" is not "cần". */
function within(typed, real) {
  let at = 0;
  typed = typed.replace("đ", "d\u0335");
  for (const letter of real.replace("đ", "d\u0335")) if (letter === typed[at]) at++;
  return at === typed.length;
}

/** How much of what was asked the best result carries, 0 to 1: whose words weigh, with the marks that were typed. */
function carried(index, [at, { query, said }]) {
  const doc = docOf(index, at), asked = query.filter((t) => !t.filler);
  // A year or a sum says as little of what is wanted as a person does.
  const telling = asked.filter((t) => !t.person && !/^\d/.test(t.plain)), told = telling.length ? telling : asked;
  // In the north n and l are one: "nương hưu" is "lương hưu".
  const northern = (word) => word?.replace(/^n(?=[aeiou])/, "l");
  const has = (t) => doc.ids.some((id, i) => (t.matches.get(id) > 0.7 && (unmarked(t) || within(t.marks, doc.marks[i]))) || (!unmarked(t) && northern(doc.marks[i]) === northern(t.marks)));
  const sum = (some) => some.reduce((all, t) => all + t.weight, 0);
  return { share: sum(told.filter(has)) / (sum(told) || 1), count: told.filter(has).length, of: told.length, said: said || 0 };
}

/** Whether a question ends in the beginning of a word. */
const isHalfTyped = (index, [end]) => end.last && unmarked(end) && end.matches.size && !index.ids.has(end.plain);

/** The words of a question, none of a short one half typed, and how much of it the entry at `at` carries. */
export function carriedBy(index, text, at) {
  const known = new Map(), query = tokens(index, text).map((t) => weighed(index, t, known));
  const asked = query.length < 4 && query[0] && isHalfTyped(index, query.slice(-1)) ? [] : query.map((t) => t.plain);
  return at === undefined ? { asked, share: 0, count: 0 } : { asked, ...carried(index, [at, { query }]) };
}

/** Whether the best result answers the question, or only shares a word with it: then the page asks back.
 *
 * Bounds fitted to questions with and without an answer (tests/golden/). A word still being typed is no reason to doubt,
 * and a single letter none to believe. */
function sure(index, hit) {
  const { query, whole } = hit[1];
  if (!query || whole || isHalfTyped(index, query.slice(-1))) return true;
  const c = carried(index, hit);
  const share = c.of < ENOUGH.length ? c.share : (c.share + c.count / c.of) / 2;
  return c.said > SAID_ENOUGH || share > (ENOUGH[c.of] ?? ENOUGH_OF_MANY);
}

/** Whether the best result carries nearly all that was asked: enough to say that another list holds it. */
function firm(index, hit) {
  const c = hit[1].query && carried(index, hit);
  return !c || (c.share > 0.75 && c.count > 1);
}

/** Procedures for what was typed, best first: `[{entry, at, ids, sure}]`; `ids` are the vocabulary's words to highlight.
 * `english`: what was typed, where `text` only says it in Vietnamese (glossary.js). */
export function search(index, text, english) {
  const best = new Map();
  if (!byCode(index, text, best)) {
    const query = tokens(index, text);
    if (!query.length) return [];
    const known = new Map();
    for (const variant of variants(index, query)) scored(index, variant, best, known);
    const weighty = query.map((t) => weighed(index, t, known));
    byMatters(index, weighty, best);
    byInitials(index, query, best);
    if (english) index.foreign?.(english, weighty, best);
  }
  const found = [...best].sort((a, b) => b[1].score - a[1].score || a[0] - b[0]);
  // Where the best is doubted, what a saying means comes before what only shares words.
  if (found.length && !sure(index, found[0])) found.sort((a, b) => (b[1].said > SAID_ENOUGH) - (a[1].said > SAID_ENOUGH));
  found.splice(MOST);
  const matched = ({ ids, query }) => new Set(ids || query.flatMap((t) => [...t.matches.keys()]));
  return found.map((hit, i) => ({ entry: index.list[hit[0]], at: hit[0], ids: matched(hit[1]), sure: !!i || sure(index, hit) || found.slice(1, 5).some(([, h]) => h.said > SAID_ENOUGH), firm: !i && firm(index, hit), said: hit[1].said || 0, named: hit[1].named, score: hit[1].score }));
}

/** The name of a result in pieces `[text, matched]`. */
export function highlighted(index, { entry, at, ids }) {
  const pieces = [["", false]], known = docOf(index, at).ids;
  entry.name.normalize("NFC").split(WORD).forEach((text, i) => {
    const last = pieces[pieces.length - 1];
    if (i % 2 && ids.has(known[(i - 1) / 2])) pieces.push([text, true]);
    else if (last[1]) pieces.push([text, false]);
    else last[0] += text;
  });
  return pieces;
}
