// Undoing kiosk/pages/squeezing.py: a mark, raw LZMA with two bits of literal context, no position bits, its end marked, of
// letters as bytes.
//
// The names are those of the LZMA specification. All probabilities stand in one array, each kind from its own place on.

const CONTEXT = 2, SPECIAL = 384, ALIGN = 512, LENGTHS = 544, AGAIN = 1088, SLOTS = 64, LITERALS = 2048;
const MATCH = 0, REP = 12, REP0 = 24, REP1 = 36, REP2 = 48, REP0_LONG = 352;
const SLICE = 2048;
// Numbers of 32 bits are fast from the start where they have a sign; they are compared as if they had none.
const SIGN = 1 << 31;

/** The document of a file as text, as a generator: one step per some thousand letters, so that it can be sliced. */
export function* unsqueezed(file) {
  const odds = new Uint16Array(LITERALS + (0x300 << CONTEXT)).fill(1024);
  // In an array of their own these are never boxed, which halves the time of a first run.
  const coder = new Int32Array([-1, 0]);
  let out = new Uint8Array(1 << 17), size = 0, at = 2;
  while (at < 6) coder[1] = (coder[1] << 8) | file[at++];
  /** Goes down a tree of odds from `m`, a bit a step, until past `end`; one loop for all bits is fast soonest. */
  const walk = (from, m, end) => {
    let range = coder[0], code = coder[1];
    while (m < end) {
      const odd = odds[from + m], bound = Math.imul(range >>> 11, odd);
      if ((code ^ SIGN) < (bound ^ SIGN)) {
        range = bound;
        odds[from + m] = odd + ((2048 - odd) >> 5);
        m <<= 1;
      } else {
        range = (range - bound) | 0;
        code = (code - bound) | 0;
        odds[from + m] = odd - (odd >> 5);
        m = (m << 1) | 1;
      }
      if (!(range >>> 24)) {
        range <<= 8;
        code = (code << 8) | file[at++];
      }
    }
    coder[0] = range;
    coder[1] = code;
    return m;
  };
  const bit = (i) => walk(i - 1, 1, 2) & 1;
  const tree = (from, bits) => walk(from, 1, 1 << bits) - (1 << bits);
  const reversed = (from, bits) => {
    let m = 1, found = 0;
    for (let i = 0; i < bits; i++) {
      const next = bit(from + m);
      m = (m << 1) | next;
      found |= next << i;
    }
    return found;
  };
  const direct = (bits) => {
    let found = 0, range = coder[0], code = coder[1];
    for (; bits; bits--) {
      range >>>= 1;
      const one = (code ^ SIGN) >= (range ^ SIGN);
      if (one) code = (code - range) | 0;
      found = (found << 1) | one;
      if (!(range >>> 24)) {
        range <<= 8;
        code = (code << 8) | file[at++];
      }
    }
    coder[0] = range;
    coder[1] = code;
    return found;
  };
  const length = (from) => (!bit(from) ? tree(from + 2, 3) : !bit(from + 1) ? 8 + tree(from + 10, 3) : 16 + tree(from + 18, 8));
  const distance = (long) => {
    const slot = tree(SLOTS + 64 * Math.min(long, 3), 6), bits = (slot >> 1) - 1;
    if (slot < 4) return slot;
    const base = ((2 | (slot & 1)) << bits) >>> 0;
    return slot < 14 ? base + reversed(SPECIAL + base - slot, bits) : base + direct(bits - 4) * 16 + reversed(ALIGN, 4);
  };
  const literal = (behind) => {
    const from = LITERALS + 0x300 * (out[size - 1] >> (8 - CONTEXT));
    let m = 1;
    if (state > 6) {
      for (let like = out[size - 1 - behind]; m < 256; ) {
        const old = (like >> 7) & 1, next = bit(from + ((1 + old) << 8) + m);
        like <<= 1;
        m = (m << 1) | next;
        if (old !== next) break;
      }
    }
    return walk(from, m, 256);
  };
  let state = 0, rep0 = 0, rep1 = 0, rep2 = 0, rep3 = 0;
  /** Goes on for some thousand letters; whether the end is reached. */
  const go = () => {
    for (const pause = size + SLICE; size < pause; ) {
      if (size + 300 > out.length) {
        const more = new Uint8Array(2 * out.length);
        more.set(out);
        out = more;
      }
      if (!bit(MATCH + state)) {
        out[size] = literal(rep0);
        size++;
        state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
        continue;
      }
      let long;
      if (bit(REP + state)) {
        if (!bit(REP0 + state)) {
          if (!bit(REP0_LONG + state)) {
            out[size] = out[size - 1 - rep0];
            size++;
            state = state < 7 ? 9 : 11;
            continue;
          }
        } else {
          let far = rep1;
          if (bit(REP1 + state)) {
            far = rep2;
            if (bit(REP2 + state)) {
              far = rep3;
              rep3 = rep2;
            }
            rep2 = rep1;
          }
          rep1 = rep0;
          rep0 = far;
        }
        long = length(AGAIN);
        state = state < 7 ? 8 : 11;
      } else {
        long = length(LENGTHS);
        state = state < 7 ? 7 : 10;
        const far = distance(long);
        if (far >= 0xffffffff) return true;
        if (far >= size) throw new Error("broken");
        rep3 = rep2;
        rep2 = rep1;
        rep1 = rep0;
        rep0 = far;
      }
      for (let end = size + long + 2; size < end; size++) out[size] = out[size - 1 - rep0];
    }
    // A file cut short would run on for ever.
    if (at > file.length + 5) throw new Error("broken");
    return false;
  };
  // What is called again becomes fast sooner than what goes on, so the generator itself does none of the work.
  while (!go()) yield;
  return spelled(out, size);
}

/** The letters that bytes stand for: one, two or three for each. */
function spelled(bytes, size) {
  const units = new Uint16Array(size);
  let count = 0;
  for (let at = 0; at < size; ) {
    const first = bytes[at++];
    units[count++] = first < 0x80 ? first : first < 0xf0 ? first + 0x20 : first < 0xfe ? 0x110 + ((first - 0xf0) << 8) + bytes[at++] : (first < 0xff ? 0x1e : bytes[at++]) * 256 + bytes[at++];
  }
  return new TextDecoder("utf-16le").decode(units.subarray(0, count));
}
