// English questions in the words of the lists: a file of its own, which comes with the English words.
(() => {
  // How a Vietnamese syllable is built, written without marks.
  const SYLLABLE = /^(?:ngh?|gh|gi|[ckpt]h|nh|qu|tr|[bcdghklmnpqrstvx])?(?:a[iouy]?|e[ou]?|i(?:a|eu?|u)?|o[aei]?|oa[iy]|u[aeiouy]?|uo[iu]|uy[aeu]|ye?u?|uye)(?:ng|nh|ch|[cmnpt])?$/;
  // A word that nothing in Vietnamese is near to: what is not understood stays a reason to doubt.
  const STRANGE = "qqq";
  // A typing slip is looked for in words of so many letters; two slips in longer ones.
  const MENDED = 5, LONG = 8;
  // What a saying of several words adds, one word alone, and each procedure of a matter after the first less.
  const SAID = 0.7, WORD = 0.5, LATER = 20;

  /** A word without its ending; three letters stay, or "died" would be "di". */
  const stem = (word) => word.replace(/^(.{3,}?)(ied|ies|y|es|s|ing|ed|e)$/, "$1").replace(/^(.{2,})([b-df-hj-np-tv-z])\2$/, "$1$2");

  /** `glossary`: English words, divided by strokes, by what they mean; `behind`: meanings that stand after all others. */
  function open({ glossary = {}, behind = [], hereWords, awayWords }, { fold, near, spokenIn, strip, words }) {
    const split = (text) => words(strip(text.replace(/['’]\w+/g, "")));
    // `loan`: words that Vietnamese has too ("visa"); `said`: words of sayings.
    const known = new Set(), loan = new Set(), said = new Set(), heads = new Map(), last = new Set(behind), filler = new Set();
    const learn = (phrase, meaning) => {
      const keys = split(phrase).map((word) => ({ word, stem: stem(word) })), [head] = keys;
      for (const { word } of keys) known.add(word);
      if (!heads.has(head.stem)) heads.set(head.stem, []);
      heads.get(head.stem).push({ keys, meaning });
      return head;
    };
    for (const [meaning, all] of Object.entries(glossary)) for (const phrase of all.split("|")) {
      const head = learn(phrase, meaning);
      if (meaning.split(" ").includes(phrase)) loan.add(head.word);
      if (!meaning) filler.add(head.stem);
    }
    // What a saying of several words means is its matter.
    for (const [name, sayings] of Object.entries({ ...hereWords, ...awayWords })) for (const saying of sayings) {
      if (saying.includes(" ")) learn(saying, name.toLowerCase());
      for (const word of split(saying)) known.add(word), said.add(stem(word));
    }
    for (const some of heads.values()) some.sort((a, b) => b.keys.length - a.keys.length);
    const stems = new Set([...known].map(stem));
    // "mays" is raw Telex, no "may" in the plural.
    const knows = (word) => known.has(word) || (stem(word).length > 3 && stems.has(stem(word)));

    /** Whether a question is English: more of its words are that than are not. A word with marks is not, twice. */
    function isEnglish(text, typed) {
      let english = 0, either = 0, strange = 2 * words(text).filter((word) => /[^ -~]/.test(word)).length;
      for (const word of typed) {
        if (/\d/.test(word) || loan.has(word)) continue;
        if (!knows(word)) strange++;
        else if (SYLLABLE.test(word)) either++;
        else english++;
      }
      return english > 0 && english + 0.3 * either > 0.7 * strange;
    }

    const mended = (word) => (word.length < MENDED || SYLLABLE.test(word) || knows(word) ? word : [...known].find((other) => other.length > 3 && other[0] === word[0] && near(word, other, word.length < LONG ? 1 : 2)) || word);

    /** Where the words of a phrase end that begins at `from`; words that say nothing may stand between. */
    function end(keys, typed, from) {
      let at = from + 1;
      for (const { stem } of keys.slice(1)) {
        while (at < typed.length && typed[at].stem !== stem && filler.has(typed[at].stem)) at++;
        if (typed[at]?.stem !== stem) return 0;
        at++;
      }
      return at;
    }

    /** Meaning and end of the longest phrase that begins at `from`. "police" and "policy" have one stem. */
    function meant(typed, from) {
      let best;
      for (const { keys, meaning } of heads.get(typed[from].stem) || []) {
        const at = (!best || keys.length === best.length) && end(keys, typed, from);
        if (at && (!best || (keys[0].word === typed[from].word && !best.exact))) best = { length: keys.length, exact: keys[0].word === typed[from].word, at, meaning };
      }
      return best;
    }

    /** An English question in Vietnamese words; nothing where it is not English. */
    function inVietnamese(text) {
      const plain = split(text);
      if (!isEnglish(text, plain)) return undefined;
      const typed = plain.map(mended).map((word) => ({ word, stem: stem(word) })), front = new Set(), rear = new Set();
      for (let at = 0; at < typed.length; ) {
        const best = meant(typed, at), { word } = typed[at];
        const meaning = best ? best.meaning : /\d/.test(word) || word.length < 2 || said.has(typed[at].stem) ? "" : SYLLABLE.test(word) ? word : STRANGE;
        if (meaning) (last.has(meaning) ? rear : front).add(meaning);
        at = best ? best.at : at + 1;
      }
      return [...front, ...rear].join(" ") || STRANGE;
    }

    /** Gives an index English sayings of its matters. */
    function learnt(index, matters, sayings) {
      const places = new Map(index.list.map((e, at) => [e.code, at]));
      // "tax" is no "ta" typed with an x behind it.
      for (const word of split(Object.values(sayings).join(" "))) spokenIn(index).add(fold(word));
      const known = matters.map(({ name, codes }) => ({ keys: (sayings[name] || []).map((saying) => split(saying).map(stem)), at: codes.map((code) => places.get(code)).filter((at) => at >= 0) }));
      index.foreign = (text, query, best) => {
        const typed = new Set(split(text).map(mended).map(stem)), telling = [...typed].filter((word) => !filler.has(word)).length;
        for (const { keys, at } of known) {
          const shares = keys.filter((key) => key.every((word) => typed.has(word))).map((key) => (key[1] ? SAID : 0) + (WORD * key.length) / (telling || 1));
          const gain = Math.max(0, ...shares);
          if (gain) at.forEach((place, i) => {
            const { score = 0, said = 0, ...hit } = best.get(place) || { query };
            best.set(place, { ...hit, score: score + gain * (1 - i / LATER), said: said + gain });
          });
        }
      };
    }

    return { inVietnamese, learnt };
  }

  globalThis.kioskGlossary = { open };
})();
