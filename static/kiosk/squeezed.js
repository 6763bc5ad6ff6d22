// Undoing kiosk/pages/squeezing.py: raw LZMA with two bits of literal context, no position bits, its end marked.
//
// The names are those of the LZMA specification. All probabilities stand in one array, each kind from its own place on.

const CONTEXT = 2, SPECIAL = 384, ALIGN = 512, LENGTHS = 544, AGAIN = 1088, SLOTS = 64, LITERALS = 2048;
const MATCH = 0, REP = 12, REP0 = 24, REP1 = 36, REP2 = 48, REP0_LONG = 352;
const SLICE = 2048;

/** The document of a file as text, as a generator: one step per some thousand letters, so that it can be sliced. */
export function* unsqueezed(file) {
  const odds = new Uint16Array(LITERALS + (0x300 << CONTEXT)).fill(1024);
  // In an array of their own these are never boxed, which halves the time of a first run.
  const coder = new Uint32Array([0xffffffff, 0]);
  let out = new Uint8Array(1 << 17), size = 0, at = 1, pause = SLICE;
  const refill = () => {
    if (coder[0] < 0x1000000) {
      coder[0] <<= 8;
      coder[1] = (coder[1] << 8) | file[at++];
    }
  };
  while (at < 5) coder[1] = (coder[1] << 8) | file[at++];
  const bit = (i) => {
    const bound = (coder[0] >>> 11) * odds[i], one = coder[1] >= bound;
    if (one) {
      coder[0] -= bound;
      coder[1] -= bound;
      odds[i] -= odds[i] >>> 5;
    } else {
      coder[0] = bound;
      odds[i] += (2048 - odds[i]) >>> 5;
    }
    refill();
    return one ? 1 : 0;
  };
  const tree = (from, bits) => {
    let m = 1;
    for (let i = 0; i < bits; i++) m = (m << 1) | bit(from + m);
    return m - (1 << bits);
  };
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
    let found = 0;
    for (; bits; bits--) {
      coder[0] >>>= 1;
      const one = coder[1] >= coder[0];
      if (one) coder[1] -= coder[0];
      found = (found << 1) | one;
      refill();
    }
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
    while (m < 256) m = (m << 1) | bit(from + m);
    return m;
  };
  let state = 0, reps = [0, 0, 0, 0];
  for (;;) {
    if (size + 300 > out.length) {
      const more = new Uint8Array(2 * out.length);
      more.set(out);
      out = more;
    }
    if (size > pause) {
      // A file cut short would run on for ever.
      if (at > file.length + 5) throw new Error("broken");
      pause = size + SLICE;
      yield;
    }
    if (!bit(MATCH + state)) {
      out[size] = literal(reps[0]);
      size++;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    let long;
    if (bit(REP + state)) {
      if (!bit(REP0 + state)) {
        if (!bit(REP0_LONG + state)) {
          out[size] = out[size - 1 - reps[0]];
          size++;
          state = state < 7 ? 9 : 11;
          continue;
        }
      } else {
        const which = !bit(REP1 + state) ? 1 : !bit(REP2 + state) ? 2 : 3;
        reps = [reps[which], ...reps.filter((_, i) => i !== which)];
      }
      long = length(AGAIN);
      state = state < 7 ? 8 : 11;
    } else {
      long = length(LENGTHS);
      state = state < 7 ? 7 : 10;
      const far = distance(long);
      if (far >= 0xffffffff) return new TextDecoder().decode(out.subarray(0, size));
      if (far >= size) throw new Error("broken");
      reps = [far, ...reps.slice(0, 3)];
    }
    for (let end = size + long + 2; size < end; size++) out[size] = out[size - 1 - reps[0]];
  }
}
