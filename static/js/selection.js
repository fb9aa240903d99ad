// Picking rows of a list: says how many are picked, and picks all without loading the page anew.
"use strict";

(() => {
  const boxes = () => [...document.querySelectorAll("input[data-pick]")];
  const most = 500;

  const count = (isSpoken) => {
    const bar = document.getElementById("selection");
    if (!bar) return;
    const picked = boxes().filter((box) => box.checked).length;
    const noun = picked === 1 ? bar.dataset.noun : bar.dataset.nouns;
    const words = `${picked} ${noun} picked`;
    const tooMany = picked > most ? `; at most ${most} can be changed at once` : "";
    bar.querySelector("[data-picked]").textContent = words + tooMany;
    bar.querySelectorAll("button[formaction]").forEach((button) => { button.disabled = picked > most; });
    if (isSpoken) document.getElementById("live").textContent = words + tooMany;
  };
  const pickAll = (isPicked) => {
    boxes().forEach((box) => { box.checked = isPicked; });
    count(true);
  };

  // The bar comes with the first picked row: it must not lie over that row.
  const keepInSight = (box) => {
    const bar = document.getElementById("selection");
    if (!bar || !box.checked) return;
    const hidden = box.parentElement.getBoundingClientRect().bottom + 4 - bar.getBoundingClientRect().top;
    if (hidden > 0) window.scrollBy({ top: hidden, behavior: "instant" });
  };

  document.addEventListener("change", (event) => {
    if (!event.target.matches("input[data-pick]")) return;
    count(true);
    keepInSight(event.target);
  });
  document.addEventListener("click", (event) => {
    const all = event.target.closest("[data-pick-all]");
    const none = event.target.closest("[data-pick-none]");
    if (!all && !none) return;
    event.preventDefault();
    pickAll(all !== null && boxes().some((box) => !box.checked));
  });
  document.body.addEventListener("htmx:afterSwap", () => count(false));
  window.addEventListener("pageshow", () => count(false));
  count(false);
})();
