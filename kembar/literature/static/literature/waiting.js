// Asks how far a long work is, and shows the page once it is done. Without scripts the page comes again by itself.
"use strict";
(() => {
  const box = document.getElementById("waiting"), part = document.getElementById("waiting-part");
  if (!box || !part || !window.fetch) return;
  let missed = 0;
  async function ask() {
    try {
      const answer = await fetch(location.href, { headers: { "X-Part": "waiting" }, cache: "no-store" });
      if (answer.status !== 202) return location.reload();
      const fresh = document.createElement("div");
      fresh.innerHTML = await answer.text();
      // Only what differs is put in, so that a screen reader hears a step once and not again with every second.
      [...fresh.children].forEach((one, i) => {
        const old = part.children[i];
        if (!old) part.append(one.cloneNode(true));
        else if (old.innerHTML !== one.innerHTML) old.innerHTML = one.innerHTML;
      });
      missed = 0;
    } catch { missed += 1; } // a broken line: ask less often, and go on
    setTimeout(ask, Math.min(30, Number(box.dataset.again) * 2 ** missed) * 1000);
  }
  setTimeout(ask, Number(box.dataset.again) * 1000);
})();
