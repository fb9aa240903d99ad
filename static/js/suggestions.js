// Answering suggestions by keyboard, while the focus is in the list: j, k, x, c, r.
"use strict";

(() => {
  const KEPT = "suggestions-by-keyboard";
  const boxes = () => [...document.querySelectorAll("#listing-rows input[data-pick]")];
  const rowOf = (element) => element.closest("#listing-rows tr");
  const boxOf = (row) => row && row.querySelector("input[data-pick]");

  const go = (row, step) => {
    const all = boxes();
    const at = all.indexOf(boxOf(row));
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    if (next) next.focus();
  };
  const answer = (row, verb) => {
    const bar = document.getElementById("selection");
    const picked = boxes().some((box) => box.checked);
    const button = picked
      ? bar.querySelector(`button[formaction*="/${verb}/"]`)
      : row.querySelector(`button[data-answer="${verb}"]`);
    if (!button || button.disabled) return;
    sessionStorage.setItem(KEPT, String(boxes().indexOf(boxOf(row))));
    bar.requestSubmit(button);
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rowOf(event.target);
    if (!row) return;
    if (event.key === "j" || event.key === "k") go(row, event.key === "j" ? 1 : -1);
    else if (event.key === "x") boxOf(row).click();
    else if (event.key === "c") answer(row, "confirm");
    else if (event.key === "r") answer(row, "reject");
    else return;
    event.preventDefault();
  });

  // Who answers by keyboard goes on at the same place.
  const place = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (place === null) return;
  const all = boxes();
  const next = all[Math.min(Number(place), all.length - 1)];
  if (next) next.focus();
})();
