// The frame's small behaviours. Everything works without this file; it only saves steps.
"use strict";

(() => {
  const isTyping = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;
  const live = (words) => { document.getElementById("live").textContent = words; };

  // Menus: one open at a time; Escape and a click elsewhere close them (filters: Escape alone).
  const closeMenus = (except) => {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  };
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details[data-menu][open], details.filter-toggle[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });

  // Theme: shown at once, kept by the server in a cookie.
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-theme-form]");
    if (!form || !event.submitter) return;
    event.preventDefault();
    const body = new FormData(form, event.submitter);
    const theme = event.submitter.value;
    document.documentElement.dataset.bsTheme = theme;
    form.querySelectorAll("button[name=theme]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.value === theme));
    });
    fetch(form.action, { method: "POST", body, redirect: "manual" });
    closeMenus(null);
    live(`Theme: ${event.submitter.textContent.trim()}`);
  });

  // Search by "/", palette by Ctrl-K or Cmd-K.
  const palette = document.getElementById("palette");
  const paletteInput = document.getElementById("palette-input");
  const options = () => [...document.querySelectorAll("#palette-list [role=option]")];
  const choose = (option) => {
    options().forEach((other) => other.setAttribute("aria-selected", String(other === option)));
    if (option) {
      paletteInput.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      paletteInput.removeAttribute("aria-activedescendant");
    }
  };
  // What the list answers; Enter before the answer to what is typed has come waits for it.
  let answered = "", isWaiting = false;
  const go = () => {
    const all = options();
    const option = all.find((one) => one.getAttribute("aria-selected") === "true") || all[0];
    if (option) option.click();
  };
  const openPalette = () => {
    if (!palette || palette.open) return;
    closeMenus(null);
    paletteInput.value = "";
    document.getElementById("palette-list").replaceChildren();
    answered = "";
    palette.showModal();
    paletteInput.focus();
    htmx.trigger(paletteInput, "palette-open");
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openPalette();
    } else if (event.key === "/" && !event.ctrlKey && !event.metaKey && !isTyping(event.target)) {
      const search = document.getElementById("search-all");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette-open]")) openPalette();
    if (event.target === palette) palette.close();
  });
  if (palette) {
    paletteInput.addEventListener("keydown", (event) => {
      const all = options();
      const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose(all[(at + step + all.length) % all.length]);
      } else if (event.key === "Enter") {
        event.preventDefault();
        isWaiting = answered !== paletteInput.value;
        if (!isWaiting) go();
      } else {
        isWaiting = false;
      }
    });
    document.body.addEventListener("htmx:afterSwap", (event) => {
      if (event.detail.target.id !== "palette-list") return;
      answered = event.detail.requestConfig.parameters.q;
      choose(options()[0]);
      if (isWaiting && answered === paletteInput.value) go();
    });
  }

  // Tabs that do not all fit: the open one is in view.
  const showTab = () => {
    const tab = document.querySelector(".tab[aria-current]");
    if (!tab) return;
    const strip = tab.parentElement;
    const beyond = tab.getBoundingClientRect().right - strip.getBoundingClientRect().right;
    if (beyond > 0) strip.scrollLeft += beyond;
  };
  showTab();
  document.body.addEventListener("htmx:afterSwap", showTab);

  // A page that came with errors: the summary is read first.
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();

  // A filter that is not used has no place in the address.
  document.body.addEventListener("htmx:configRequest", (event) => {
    if (!event.target.matches("form.filters")) return;
    const { parameters } = event.detail;
    [...new Set(Object.keys(parameters))].forEach((name) => {
      if (parameters[name] === "") delete parameters[name];
    });
  });

  // A request that failed says so instead of doing nothing.
  const complain = (words) => {
    document.querySelectorAll("[data-complaint]").forEach((old) => old.remove());
    const notice = document.createElement("div");
    notice.className = "notice notice-error";
    notice.dataset.complaint = "";
    notice.setAttribute("role", "alert");
    notice.textContent = words;
    const main = document.getElementById("main");
    if (main) main.prepend(notice);
    notice.scrollIntoView({ block: "nearest" });
  };
  document.body.addEventListener("htmx:responseError", (event) => {
    const code = event.detail.xhr.status;
    if (code === 401 || code === 403) complain("You may not see this. Sign in again, or ask an administrator.");
    else complain("The server could not answer this. Load the page again.");
  });
  document.body.addEventListener("htmx:sendError", () => {
    complain("The server cannot be reached. Check the connection, then try again.");
  });

  // Controls that send their form by themselves when changed.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-send-on-change]");
    if (form) form.requestSubmit();
  });
})();
