// Stands in the page itself, before all else, in the language of any engine: the screen's millimetre before the first
// paint, the list asked for, and a sentence where the script does not arrive or is not understood.
(function () {
  var root = document.documentElement, small = Math.min(screen.width, screen.height) < 600, inches = root.getAttribute("data-inches");
  var asked = /[?&]man-hinh=([\d.]+)/.exec(location.search);
  try {
    if (asked) localStorage.setItem("kiosk-man-hinh", asked[1]);
    inches = localStorage.getItem("kiosk-man-hinh") || inches;
  } catch (refused) {
    if (asked) inches = asked[1];
  }
  if (!(inches >= 7 && inches <= 100)) inches = root.getAttribute("data-inches");
  root.style.setProperty("--inches", inches);
  // By the screen and not by the window, so that the browser's own zoom enlarges everything.
  if (!small) root.style.setProperty("--mm", Math.sqrt(screen.width * screen.width + screen.height * screen.height) / (inches * 25.4) + "px");
  // What stands where on a tall screen is laid out once.
  if (!small && innerHeight > innerWidth) root.classList.add("tall");
  // The script takes it over: by then it is there, and a first request of that script's own costs more (record 71).
  if (root.hasAttribute("data-list") && window.fetch) {
    window.kioskList = fetch(root.getAttribute("data-list")).then(function (answer) {
      return answer.ok && answer.arrayBuffer();
    });
    window.kioskList["catch"](function () {});
  }
  function tell(id) {
    var place = document.getElementById(id);
    if (place && !root.hasAttribute("data-alive")) place.hidden = false;
  }
  addEventListener("error", function (event) {
    if (/SyntaxError|Unexpected|expected/.test(event.message || "")) tell("too-old");
    else if (event.target && event.target.tagName === "SCRIPT") again();
  }, true);
  function again() {
    if (root.hasAttribute("data-alive")) return;
    tell("not-yet");
    setTimeout(function () {
      var old = document.querySelector("script[src]"), fresh = document.createElement("script");
      if (!old || root.hasAttribute("data-alive")) return;
      fresh.src = old.src;
      old.parentNode.replaceChild(fresh, old);
      waiting = setTimeout(again, 5000);
    }, 3000);
    clearTimeout(waiting);
  }
  var waiting = setTimeout(again, 5000);
})();
