// Going from change to change in a comparison: by n and p, and by the buttons. The page can be read without.
"use strict";

(() => {
  const changes = () => [...document.querySelectorAll("[data-change]")];
  const top = () => (document.querySelector(".topbar")?.getBoundingClientRect().bottom ?? 0) + 24;
  let chosen = null;

  // The change that is read now: the one jumped to, else the first that is not above the window.
  const jump = (step) => {
    const all = changes();
    if (!all.length) return;
    let at = all.indexOf(chosen);
    if (at < 0) {
      const below = all.findIndex((one) => one.getBoundingClientRect().bottom > top());
      at = step > 0 ? (below < 0 ? all.length : below) - 1 : below < 0 ? all.length : below;
    }
    const next = Math.min(Math.max(at + step, 0), all.length - 1);
    chosen = all[next];
    chosen.scrollIntoView({ block: "start" });
    chosen.focus({ preventScroll: true });
    document.getElementById("live").textContent = `Change ${next + 1} of ${all.length}`;
  };

  document.querySelectorAll("[data-jump]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => jump(button.dataset.jump === "next" ? 1 : -1));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    if (event.key === "n") jump(1);
    if (event.key === "p") jump(-1);
  });
  document.addEventListener("focusin", (event) => {
    chosen = event.target.closest("[data-change]") ?? chosen;
  });

  if (window.innerWidth < 992) document.querySelectorAll("[data-close-narrow]").forEach((list) => { list.open = false; });

  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
