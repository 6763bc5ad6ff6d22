// Progress of a job, as it happens. Without this script the page's own link shows it again.
const place = document.querySelector("[data-progress]");
if (place) {
  const put = (name, text) => { place.querySelector(`[data-${name}]`).textContent = text; };
  const bar = place.querySelector("progress");
  const source = new EventSource(place.dataset.progress);
  source.addEventListener("message", ({ data }) => {
    const job = JSON.parse(data);
    put("state", job.state);
    put("stage", job.stage);
    put("count", job.total ? `${job.done}/${job.total}` : "");
    if (job.total) { bar.max = job.total; bar.value = job.done; } else { bar.removeAttribute("value"); }
    if (job.over) { source.close(); location.reload(); }
  });
}
// What a phone kept at a wall without a network waits for its own page (wall.js), which sends it.
if (!document.querySelector(".wall")) {
  let kept = [];
  try { kept = JSON.parse(localStorage.getItem("to-cho-gui")) || []; } catch { /* nothing that we wrote */ }
  const main = document.querySelector("main");
  if (kept.length && main) {
    const note = document.createElement("p");
    note.className = "warning";
    const link = document.createElement("a");
    link.href = kept[0].action.startsWith("/phieu") ? "/phieu/treo" : kept[0].action.replace(/\/ma-la$/, "");
    link.textContent = "Mở trang xác nhận để gửi";
    note.append(`Máy này còn giữ ${kept.length} việc xác nhận chưa gửi. `, link);
    main.prepend(note);
  }
}
