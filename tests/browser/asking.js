// Stands before the page's own script: time passes only when it is told to, and questions are typed one after another.
{
  const EVERY = 25;
  const post = scheduler.postTask.bind(scheduler), start = setTimeout, stop = clearTimeout, held = new Map();
  let now = 0, last = 2 ** 40, slices = 0;

  // What the page does at once is left alone; what waits for a moment of rest is held.
  globalThis.setTimeout = (act, ms = 0, ...more) => {
    if (ms < 100) return start(act, ms, ...more);
    held.set(++last, { at: now + ms, act: () => act(...more) });
    return last;
  };
  globalThis.clearTimeout = (timer) => held.delete(timer) || stop(timer);

  // Work in slices (lists made ready, English words) is counted, so that its end can be waited for.
  scheduler.postTask = (...task) => {
    slices++;
    return post(...task).finally(() => slices--);
  };
  async function settled() {
    do await post(() => {}); while (slices);
  }

  function wait(ms) {
    const end = now + ms;
    for (;;) {
      const [timer, due] = [...held].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0] || [];
      if (!due) break;
      held.delete(timer);
      now = due.at;
      due.act();
    }
    now = end;
  }

  globalThis.pass = async (ms) => {
    wait(ms);
    await settled();
  };

  const all = (what) => [...document.querySelectorAll("#view " + what)];
  const codes = () => all(".entry[data-code]").slice(0, 5).map((row) => row.dataset.code);

  // For each question what stands on the screen at once, and when the typing has rested. Laying a screen out takes most
  // of the time and says nothing more: one in so many is, and then what is read must be there to be seen.
  globalThis.ask = async (questions) => {
    const box = document.getElementById("q"), screens = [];
    box.focus();
    for (const [at, question] of questions.entries()) {
      const isDisplayed = at % EVERY === 0;
      document.body.style.display = isDisplayed ? "" : "none";
      box.value = question;
      box.dispatchEvent(new InputEvent("input", { bubbles: true }));
      const first = codes();
      await settled();
      wait(1300);
      const unseen = isDisplayed && all("h1, .entry, .who b").filter((part) => !part.checkVisibility());
      if (unseen.length) throw new Error(`not to be seen after “${question}”: ${unseen[0].outerHTML}`);
      screens.push({ first, codes: codes(), offices: all(".who b").map((name) => name.textContent), title: all("h1")[0].textContent });
    }
    document.body.style.display = "";
    return screens;
  };
}
