// A declared kiosk: its key, the heartbeats that it signs, the return code of its screen. A file of its own, because only
// such a device, and whoever asks for this screen, loads it. It computes what `kiosk/signing.py` computes.
(() => {
  const LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ", KEY = 20, PROOF = 5, OPEN = 60000;
  const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const ROUNDS = primes.map((p) => fraction(Math.cbrt(p))), START = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
  const turn = (x, by) => (x >>> by) | (x << (32 - by));
  const bytesOf = (text) => [...new TextEncoder().encode(text)];

  /** SHA-256 (FIPS 180-4, 6.2) of bytes: over plain http a browser has no `crypto.subtle`. */
  function digest(bytes) {
    const length = bytes.length, words = new Int32Array(((length + 8) >> 6) * 16 + 16), state = [...START];
    [...bytes, 128].forEach((byte, i) => (words[i >> 2] |= byte << (24 - 8 * (i & 3))));
    words[words.length - 1] = 8 * length;
    for (let at = 0; at < words.length; at += 16) {
      const w = [...words.subarray(at, at + 16)];
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 64; i++) {
        if (i > 15) {
          const x = w[i - 15], y = w[i - 2];
          w[i] = (w[i - 16] + w[i - 7] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))) | 0;
        }
        const one = h + ROUNDS[i] + w[i] + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g));
        const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((value, i) => (state[i] = (state[i] + value) | 0));
    }
    return state.flatMap((word) => [24, 16, 8, 0].map((by) => (word >>> by) & 255));
  }

  /** HMAC (RFC 2104) of a text; a key has fewer bytes than a block. */
  function sign(key, text) {
    const padded = (pad) => Array.from({ length: 64 }, (_, i) => (key.charCodeAt(i) || 0) ^ pad);
    return digest([...padded(0x5c), ...digest([...padded(0x36), ...bytesOf(text)])]);
  }

  const hexadecimal = (bytes) => bytes.map((b) => b.toString(16).padStart(2, "0")).join("");

  /** `count` letters, five bits each. */
  function letters(bytes, count) {
    const bits = bytes.map((b) => b.toString(2).padStart(8, "0")).join("");
    return Array.from({ length: count }, (_, i) => LETTERS[parseInt(bits.slice(5 * i, 5 * i + 5), 2)]).join("");
  }

  /** `{ number, key }` out of what the office gave, nothing where a letter is wrong. */
  function read(token) {
    const [, number, rest] = /^\s*([1-9]\d{0,8})\s*-(.*)$/.exec(token.toUpperCase()) || [];
    const packed = (rest || "").replace(/[\s-]/g, ""), key = packed.slice(0, KEY);
    const whole = packed.length === KEY + 2 && [...packed].every((letter) => LETTERS.includes(letter));
    return whole && packed.slice(KEY) === letters(digest(bytesOf(`${number}-${key}`)), 2) ? { number: Number(number), key } : undefined;
  }

  function returnCode({ code, release }, key) {
    const facts = `screen\n${code}\n${release}`;
    let count = "";
    for (let n = release; n || count.length < 2; n = Math.floor(n / 32)) count = LETTERS[n % 32] + count;
    return `${count}-${letters(key ? sign(key, facts) : digest(bytesOf(facts)), PROOF)}`;
  }

  /** Tells the server what this device shows: true, false where it is not taken, nothing where it is not reached. */
  async function beat(site, own, { recall, remember, fetched }) {
    const place = "counter-" + site.code;
    let least = 0;
    for (let attempt = 0; attempt < 2; attempt++) {
      // A clock that ran ahead, or storage that was lost, must not make the device mute.
      const counter = Math.max(Number(recall(place)) + 1 || 1, least + 1, Math.floor(Date.now() / 1000));
      remember(place, counter);
      const signature = hexadecimal(sign(own.key, ["heartbeat", own.number, site.code, site.release, counter].join("\n")));
      const body = JSON.stringify({ device: own.number, site: site.code, release: site.release, counter, signature });
      const request = { method: "POST", headers: { "Content-Type": "application/json" }, body };
      // No destructuring of an answer after a constant it needs: the packer moves it before that constant.
      const sent = await fetched("/api/device", request).catch(() => []), answer = sent[0];
      if (!answer || answer.status >= 500 || answer.status === 429) return undefined;
      if (answer.status !== 409) return answer.ok;
      least = Number(new TextDecoder().decode(sent[1])) || 0;
    }
    return undefined;
  }

  const held = (site, { recall }) => read(recall("device-" + site.code) || "");

  /** The heartbeat of a device that has a key. */
  const report = (site, tools) => beat(site, held(site, tools), tools);

  // A sheet that a script makes is no inline style to the page's policy.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
#device { box-sizing: border-box; width: 44rem; max-width: 96vw; border: 0.3rem solid var(--main); border-radius: 0.5rem; background: var(--paper); color: var(--ink); overflow-wrap: anywhere }
#device :is(p, label, .button) { display: block; margin-top: 0.6rem; font-size: 1rem }
#device input { width: 100%; min-height: var(--target); margin-top: 0.5rem }
#device .device-code { margin: 0; font-size: 2.2rem; font-weight: 700 }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

  const SAYINGS = new Map([
    [true, "Máy chủ đã nhận tin của máy này."],
    [false, "Máy chủ không nhận khóa này: có thể văn phòng đã đổi khóa, hoặc khóa của điểm khác. Xin hỏi văn phòng."],
    [undefined, "Chưa báo được về máy chủ. Máy sẽ tự báo lại; máy không nối mạng thì đọc mã báo lại cho văn phòng."],
  ]);

  function element(name, values, ...children) {
    const node = Object.assign(document.createElement(name), values);
    node.append(...children);
    return node;
  }

  /** The screen for whoever looks after the device. `link`: the key as the address brought it. */
  function open(site, tools, link) {
    const own = () => held(site, tools), before = tools.recall("device-" + site.code);
    const keep = (token) => tools.remember("device-" + site.code, token);
    if (link && read(link)) keep(link);
    // An address that a device is started with brings its key each time: nobody wants to see this then.
    if (link && before === link) return undefined;
    document.getElementById("device")?.remove();
    const said = element("p", { role: "status" });
    const code = element("p", { className: "device-code" }), state = element("p");
    const show = () => {
      code.textContent = returnCode(site, own()?.key);
      state.textContent = own() ? `Máy này giữ khóa của kiosk số ${own().number}.` : "Máy này chưa có khóa, nên không báo về văn phòng.";
    };
    const tell = async () => (said.textContent = SAYINGS.get(location.protocol === "file:" ? undefined : await report(site, tools)));
    const box = element("input", { id: "device-key", autocomplete: "off", spellcheck: false, maxLength: 60 });
    /** What a passer-by types takes the place of a key only when the server knows it. */
    const typed = async (event) => {
      event.preventDefault();
      const fresh = read(box.value);
      if (!fresh) return void (said.textContent = "Khóa gõ chưa đúng: xin xem lại từng chữ.");
      if (own()) {
        const taken = location.protocol === "file:" ? undefined : await beat(site, fresh, tools);
        if (!taken) return void (said.textContent = `${SAYINGS.get(taken)} Máy vẫn giữ khóa trước.`);
      }
      keep(box.value.trim());
      box.value = "";
      show();
      return tell();
    };
    const form = element("form", { onsubmit: typed }, element("label", { htmlFor: "device-key" }, "Khóa do văn phòng cấp"), box, element("button", { className: "button" }, "Ghi khóa"));
    const close = element("button", { className: "button", type: "button", onclick: () => dialog.close() }, "Đóng");
    const dialog = element("dialog", { id: "device", lang: "vi" },
      element("h2", {}, "Máy kiosk này"), element("p", {}, `${site.place[0]} (mã điểm ${site.code}), đang chạy bản ${site.release}.`),
      state, element("p", {}, "Mã báo lại, đọc cho văn phòng khi được hỏi:"), code, form, said, close);
    document.body.append(dialog);
    show();
    dialog.showModal();
    // Nobody is left with this screen.
    setTimeout(() => dialog.close(), OPEN);
    if (link && !read(link)) said.textContent = "Khóa trong địa chỉ chưa đúng: xin mở lại địa chỉ mà văn phòng cấp.";
    else if (own()) tell();
    return dialog;
  }

  globalThis.kioskDevice = { digest, sign, hexadecimal, letters, read, returnCode, report, open };
})();
