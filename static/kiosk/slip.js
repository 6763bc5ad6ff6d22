// What a visitor without a telephone takes along, on A4 and on receipt paper. A file of its own, because only a device with a
// printer needs it; it comes with the first procedure that such a device shows.
(() => {
  // Each element says its page: Chrome 109 prints what does not on a receipt of its own.
  const STYLE = `
@page { size: A4; margin: 15mm }
@page receipt { size: 80mm 260mm; margin: 3mm }
.slip { display: none }
@media print {
  :root, :root[data-size] { --more: 1; font-size: 12pt; --ink: #000; --soft: #000; --paper: #fff; --field: #fff }
  html, body { height: auto }
  body { display: block; overflow: visible }
  body > :not(main), #work > :not(.middle), .middle > :not(#view) { display: none !important }
  #work, .middle, #view { display: block; margin: 0; padding: 0; overflow: visible }
  [data-view="entry"] #view > :not(.slip) { display: none }
  .slip { display: block }
  .slip p { margin-top: 1mm }
  .slip .centre { font-weight: 700 }
  .slip h2 { font-size: 16pt; margin: 4mm 0 1mm }
  .slip h3 { margin: 3mm 0 1mm; font-size: 1em }
  .slip svg { display: block; width: 50mm; height: 50mm; margin: 3mm 0 }
  .slip li { break-inside: avoid; margin-top: 2mm; padding-left: 8mm; position: relative }
  .tick { position: absolute; left: 0; width: 5mm; height: 5mm; border: 0.4mm solid #000 }
  .slip .fine { margin-top: 4mm; font-size: 8pt }
  .receipt body, .receipt body * { page: receipt }
  .receipt body { width: 74mm; font-size: 10pt }
  .receipt .slip svg { width: 45mm; height: 45mm }
}`;
  // A sheet that a script makes is no inline style to the page's policy.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

  function slip(e, { site, h, t, drawn }) {
    const [centre, address, hours] = site.place, { hotline } = site.contact;
    return h("section.slip", { lang: "vi", "aria-hidden": "true" },
      h("p.centre", {}, centre), address && h("p", {}, address), h("p", {}, `${t("hotline")}: ${hotline}`), hours && h("p", {}, `${t("hours")}: ${hours}`),
      h("h2", {}, e.everyday || e.name), e.everyday && h("p", {}, e.name), h("p", {}, `${t("code")}: ${e.code}`),
      drawn(e.url, "", 4, 1e4), h("p", {}, new URL(e.url).host),
      e.dossier?.length && [h("h3", {}, t("bring")), h("ul", {}, e.dossier.map((paper) => h("li", {}, h("span.tick"), paper)))],
      h("p.fine", {}, `${t("release", { n: site.release })}, ${t("data", { day: site.day })}`),
    );
  }

  /** Prints the slip of a procedure on "A4" or "80" mm. */
  function print(e, paper, tools) {
    const view = document.getElementById("view");
    document.documentElement.classList.toggle("receipt", paper === "80");
    view.querySelector(".slip")?.remove();
    view.append(slip(e, tools));
    window.print();
  }

  globalThis.kioskSlip = { print };
})();
