// Confirming at a wall. Forms are sent as they are; what cannot be sent is kept on this device under its key and sent
// once when the network is back. Photos go one by one. Without this script the same forms work with a network.
const STORE = "to-cho-gui";
const wall = document.querySelector(".wall");
const owner = wall ? wall.dataset.owner || "" : "";
const answer = document.querySelector("[data-answer]");
const kept = document.querySelector("[data-kept]");
let sending = false;

const read = () => { try { return JSON.parse(localStorage.getItem(STORE)) || []; } catch { return []; } };
const write = (entries) => localStorage.setItem(STORE, JSON.stringify(entries));
const make = (name, text, parent) => {
  const made = document.createElement(name);
  made.textContent = text;
  if (parent) parent.append(made);
  return made;
};
// crypto.randomUUID is missing on plain http.
const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");

function tell(text, kind = "notice") {
  if (!answer) return;
  answer.replaceChildren();
  make("p", text, answer).className = kind;
  answer.scrollIntoView({ block: "nearest" });
}

function showKept() {
  if (!kept) return;
  const own = read().filter((entry) => entry.owner === owner);
  kept.hidden = own.length === 0;
  kept.replaceChildren();
  if (!own.length) return;
  const waiting = own.filter((entry) => !entry.refused);
  if (waiting.length) make("p", `Đã giữ trên máy ${waiting.length} việc, sẽ gửi khi có mạng. Đừng xóa dữ liệu của trình duyệt.`, kept);
  const list = make("ul", "", kept);
  for (const entry of own) {
    const item = make("li", `${entry.label}, ${entry.when}${entry.refused ? `: không ghi được, ${entry.refused}` : ""} `, list);
    if (entry.refused) {
      const drop = make("button", "Bỏ", item);
      drop.type = "button";
      drop.className = "plain";
      drop.addEventListener("click", () => { write(read().filter((e) => e.id !== entry.id)); showKept(); });
    }
  }
}

// What a form says, without the token, which belongs to the page of the moment.
function collect(form, button) {
  const data = new FormData(form);
  if (button && button.name) data.append(button.name, button.value);
  if (data.has("key")) data.set("key", newKey());
  const now = new Date();
  // When it was done, however late it is sent.
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  if (!data.get("day")) data.set("day", day);
  return [...data.entries()].filter(([name, value]) => name !== "form_token" && typeof value === "string");
}

async function post(action, fields, token) {
  const body = new URLSearchParams(fields);
  body.set("form_token", token);
  const response = await fetch(action, { method: "POST", body, headers: { Accept: "application/json" } });
  const isJson = (response.headers.get("content-type") || "").includes("json");
  if (isJson) return { ...(await response.json()), status: response.status };
  // A page instead of an answer: signed out, the note is closed, or this form is of an older visit.
  return { outside: true, status: response.status };
}

async function freshToken() {
  const page = await (await fetch(location.pathname)).text();
  const match = page.match(/name="form_token" value="([^"]+)"/);
  return match ? match[1] : "";
}

function keep(entry) {
  write([...read(), entry]);
  showKept();
  tell("Không có mạng: đã giữ trên máy, sẽ gửi khi có mạng.", "warning");
}

async function sendForm(form, button) {
  const fields = collect(form, button);
  const now = new Date();
  const entry = {
    id: newKey(), owner, action: form.getAttribute("action"), fields, label: form.dataset.queue,
    when: `${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`,
  };
  try {
    const result = await post(entry.action, fields, form.querySelector("[name=form_token]").value);
    if (result.outside) { tell("Phiên làm việc đã hết: mở lại trang, đăng nhập hoặc gõ lại mã phiếu rồi gửi lại.", "error"); return; }
    if (result.refused) { tell(`${result.refused[0].toUpperCase()}${result.refused.slice(1)}. Cách xử lý: ${result.way_out}.`, "error"); return; }
    done(result);
  } catch {
    keep(entry);
    form.reset();
  }
}

// The page is shown again as it is now, with the sentence on it.
function done(result) {
  sessionStorage.setItem("vua-ghi", JSON.stringify(result));
  if (result.next) location.assign(result.next);
  else location.reload();
}

async function sendKept() {
  if (sending || !owner) return;
  const mine = read().filter((entry) => entry.owner === owner && !entry.refused);
  if (!mine.length) return;
  sending = true;
  let last = null;
  try {
    const token = await freshToken();
    for (const entry of mine) {
      const result = await post(entry.action, entry.fields, token);
      if (result.outside) break;
      const rest = read();
      const at = rest.findIndex((e) => e.id === entry.id);
      if (at >= 0 && result.refused) rest[at].refused = result.refused;
      else if (at >= 0) { rest.splice(at, 1); last = result; }
      write(rest);
    }
  } catch { /* still no network */ } finally { sending = false; }
  if (last) done({ ...last, text: `Đã gửi việc giữ trên máy. ${last.text}` });
  else showKept();
}

function upload(form, file, series, bar) {
  return new Promise((resolve, reject) => {
    const data = new FormData();
    data.append("form_token", form.querySelector("[name=form_token]").value);
    if (series) data.append("series", series);
    data.append("photo", file, "anh");
    const request = new XMLHttpRequest();
    request.open("POST", form.getAttribute("action"));
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (e) => { if (e.lengthComputable) { bar.max = e.total; bar.value = e.loaded; } });
    request.addEventListener("load", () => {
      try { resolve(JSON.parse(request.responseText)); } catch { resolve({ refused: "không gửi được", way_out: "mở lại trang rồi gửi lại" }); }
    });
    request.addEventListener("error", () => reject(new Error("network")));
    request.send(data);
  });
}

async function sendPhotos(form) {
  const list = form.querySelector("[data-sending]");
  const files = [...form.querySelector("[type=file]").files];
  const button = form.querySelector("button");
  button.disabled = true;
  list.replaceChildren();
  let series = (form.querySelector("[name=series]") || {}).value || "";
  let address = "";
  let refused = false;
  const rows = files.map((file, i) => {
    const item = make("li", `Ảnh ${i + 1} trong ${files.length}: `, list);
    const state = make("span", "chờ gửi", item);
    const bar = make("progress", "", item);
    bar.value = 0;
    return { file, state, bar };
  });
  for (const row of rows) {
    for (;;) {
      try {
        row.state.textContent = "đang gửi";
        const result = await upload(form, row.file, series, row.bar);
        if (result.refused) { refused = true; row.state.textContent = `không nhận: ${result.refused}. Cách xử lý: ${result.way_out}`; }
        else { series = result.series; address = result.address; row.state.textContent = "đã gửi"; row.bar.value = row.bar.max; }
        break;
      } catch {
        row.state.textContent = "chưa có mạng, giữ trang này mở; sẽ gửi khi có mạng";
        await new Promise((go) => { addEventListener("online", go, { once: true }); setTimeout(go, 5000); });
      }
    }
  }
  button.disabled = false;
  if (address && !refused) location.assign(address);
  else if (address) { const link = make("a", "Xem các ảnh đã gửi", make("li", "", list)); link.href = address; }
}

// A script reads the progress, the page is shown again when a photo is done: also one that was done before the first look.
async function follow(address, shown) {
  for (;;) {
    await new Promise((go) => { setTimeout(go, 1500); });
    try {
      const response = await fetch(address, { headers: { Accept: "application/json" } });
      if (!response.ok) return;
      const { states } = await response.json();
      for (const one of states) {
        const place = document.querySelector(`[data-photo="${one.photo}"]`);
        if (place) place.textContent = one.text;
      }
      const now = states.filter((one) => one.state === "waiting").length;
      if (now !== shown) { location.reload(); return; }
    } catch { /* once more */ }
  }
}

for (const form of document.querySelectorAll("[data-queue]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    if (button) button.disabled = true;
    sendForm(form, button).finally(() => { if (button) button.disabled = false; });
  });
}
for (const form of document.querySelectorAll("[data-photos]")) {
  const input = form.querySelector("[type=file]");
  const label = form.querySelector(".pick");
  form.classList.add("scripted");
  input.addEventListener("change", () => { label.textContent = input.files.length ? `Đã chọn ${input.files.length} ảnh` : "Chụp hoặc chọn ảnh"; });
  form.addEventListener("submit", (event) => { event.preventDefault(); sendPhotos(form); });
}
for (const button of document.querySelectorAll("[data-tick-all]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const box of button.form.querySelectorAll(".ticks .lacking input")) box.checked = true;
  });
}
const waiting = document.querySelector("[data-wait]");
if (waiting) follow(waiting.dataset.wait, Number(waiting.dataset.count));
const before = sessionStorage.getItem("vua-ghi");
if (before) {
  sessionStorage.removeItem("vua-ghi");
  const result = JSON.parse(before);
  tell(result.text);
  const undo = document.querySelector("[data-undo]");
  if (undo && result.event) { undo.hidden = false; undo.querySelector("[name=event]").value = result.event; }
}
showKept();
sendKept();
addEventListener("online", sendKept);
setInterval(sendKept, 30000);
