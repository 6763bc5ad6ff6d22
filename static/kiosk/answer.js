// What a question gets: results of the own list, "not here but there", or "not found" with staff and groups.
//
// What others do is looked up in the table of the city (data/elsewhere.csv): a saying that stands in the question whole,
// and none of the words beside which it means something else. Marks count where the question has any.

import { doubted } from "./doubts.js";
import { isStrict, keyOf, scattered, search, standing, tokens } from "./search.js";

// How much better another list must answer than the own (fitted to what a commune does, asked in the city and in a commune).
const SAID_BETTER = 0.15, SAID_HERE = 0.3, BETTER = 0.2, NOT_FIRM = 0.15, FIRM_HERE = 0.1;

// What somebody says they do not mean: "không phải khai sinh mà là căn cước", "không cần sao y, tôi cần làm mới".
const DENIED = /(?:không|khong|ko) (phải|phai|cần|can|muốn|muon) .+? (?:mà|ma|\1)(?= )/giu;

/** The table made ready: `english` has more sayings by the name of a matter. */
export function readied(elsewhere, english = {}) {
  return elsewhere.map((matter) => ({
    matter,
    get words() {
      return (this.said ||= [...matter.words, ...(english[matter.name] || []).map(keyOf)]);
    },
    get unless() {
      return matter.unless;
    },
  }));
}

/** The matters of other offices that the question names, most words first; `loose`: other words may stand between. */
function meantElsewhere(index, ready, text, loose) {
  const query = tokens(index, text), strict = isStrict(query), bare = query.filter((t) => !t.filler), found = [];
  const stands = (said) => standing(said, query, strict) >= 0 || standing(said, bare, strict) >= 0 || (loose && scattered(said, bare, strict));
  // Of one word the marks must be there: "thue" may be rent as well as tax.
  const means = (said) => (said[1] || strict || said[0].marks === said[0].plain) && stands(said);
  for (const { matter, words, unless } of ready) {
    const length = Math.max(0, ...words.filter(means).map((said) => said.length));
    if (length && !unless.some(stands)) found.push({ matter, length });
  }
  return found.sort((a, b) => b.length - a.length).map(({ matter }) => matter);
}

/**
 * Whether the other list says better what is asked than the own: a saying of its matters, or words that mean nothing here.
 * `often`: the other list is a commune's, the one that most people mean, wherever they ask.
 */
function isSaid(other, often, own = { said: 0, score: 0 }) {
  if (other.said > own.said + SAID_BETTER) return true;
  if (often) return other.score > own.score + (other.firm ? 0 : NOT_FIRM) + Math.max(0, own.said - other.said) + (own.firm && own.said > SAID_HERE ? FIRM_HERE : 0);
  return other.firm && own.said < SAID_HERE && other.score > own.score + BETTER;
}

/**
 * `{found, place, beyond, none, unsure}`: results of the own list; matters that other offices do; results of the other
 * level's list; whether nothing answers; whether the page asks back. Only one of the last four says something.
 * `close`: the own list may answer too. `glossary`: what understands English, once it is there.
 */
export function answer({ doubts, glossary, ...lists }, text) {
  const said = glossary?.inVietnamese(text), meant = (said || text).replace(DENIED, " ");
  const answered = looked(lists, meant, said && text);
  return doubts ? doubted(doubts, lists.index, meant, answered) : answered;
}

/** The same by the lists and tables alone; `english`: as it was asked, where `text` is put into Vietnamese words. */
function looked({ index, beyond, ready }, text, english) {
  const found = search(index, text, english), asked = english ? `${text} ${english}` : text;
  let place = meantElsewhere(index, ready, asked);
  // What the own list carries nearly whole is not taken from it by words that stand apart.
  if (!place.length && !(found[0]?.sure && found[0].firm)) place = meantElsewhere(index, ready, asked, true);
  if (place.length) return { found, place };
  const other = beyond ? search(beyond, text, english) : [];
  if (other[0] && isSaid(other[0], beyond.list.length < index.list.length, found[0])) return { found, beyond: other };
  if (found[0]?.sure) return { found };
  return other[0]?.firm ? { found, beyond: other } : { found, none: true };
}
