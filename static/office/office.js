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
