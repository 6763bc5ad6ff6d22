// Start page: filter the list of sites while typing, with or without marks.
"use strict";
(() => {
  const fold = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d").trim();
  const box = document.getElementById("q");
  const said = document.getElementById("found");
  const items = [...document.querySelectorAll("li[data-k]")];
  const show = () => {
    const words = fold(box.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const item of items) {
      item.hidden = !words.every((word) => item.dataset.k.includes(word));
      count += item.hidden ? 0 : 1;
    }
    for (const section of document.querySelectorAll("section"))
      section.hidden = !section.querySelector("li:not([hidden])");
    said.textContent = !words.length ? "" : count ? `Tìm thấy ${count} điểm.` : "Không có điểm nào khớp. Hãy thử tên phường, xã hoặc mã 5 chữ số.";
  };
  box.addEventListener("input", show);
  show();
})();
