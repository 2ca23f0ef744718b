/**
 * Turn links to panels into tabs: one panel at a time, arrow keys between them.
 *
 * Without this file the links lead to panels standing one below another.
 */

/** @param {HTMLElement} side */
function makeTabs(side) {
  const list = side.querySelector("[data-tablist]");
  if (!list) return;
  const all = () => [...list.querySelectorAll("a[href^='#']")];
  if (!all().length) return;

  /** @param {Element} tab */
  const panelOf = (tab) => document.getElementById((tab.getAttribute("href") ?? "#").slice(1));

  /** @param {Element} chosen */
  function choose(chosen) {
    for (const tab of all()) {
      const panel = panelOf(tab);
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.setAttribute("tabindex", tab === chosen ? "0" : "-1");
      panel?.toggleAttribute("hidden", tab !== chosen);
    }
    panelOf(chosen)?.dispatchEvent(new CustomEvent("talanoa:shown", { bubbles: true }));
  }

  /** Tabs and panels come into an open page, and go from it. */
  function take() {
    const tabs = all();
    for (const tab of tabs) dress(tab);
    choose(tabs.find((tab) => tab.getAttribute("aria-selected") === "true") ?? tabs[0]);
  }

  /** @param {Element} tab */
  function dress(tab) {
    const panel = panelOf(tab);
    tab.id ||= `${panel?.id}-tab`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel?.id ?? "");
    panel?.setAttribute("role", "tabpanel");
    panel?.setAttribute("aria-labelledby", tab.id);
    panel?.setAttribute("tabindex", "0");
  }

  list.setAttribute("role", "tablist");
  list.addEventListener("click", (event) => {
    const tab = event.target instanceof Element ? event.target.closest("[role=tab]") : null;
    if (!tab) return;
    event.preventDefault();
    choose(tab);
  });
  list.addEventListener("keydown", (event) => {
    if (!(event instanceof KeyboardEvent)) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
    const tabs = all();
    const here = tabs.findIndex((tab) => tab === document.activeElement);
    if (here < 0 || (!step && event.key !== "Home" && event.key !== "End" && event.key !== " ")) return;
    event.preventDefault();
    const along = step * (side.matches(":dir(rtl)") ? -1 : 1);
    const next = { Home: 0, End: tabs.length - 1 }[event.key] ?? (here + along + tabs.length) % tabs.length;
    const tab = tabs[next];
    choose(tab);
    if (tab instanceof HTMLElement) tab.focus();
  });
  all().find((tab) => tab.getAttribute("href") === location.hash)?.setAttribute("aria-selected", "true");
  take();
  new MutationObserver(take).observe(list, { childList: true });
}

for (const side of document.querySelectorAll("[data-tabs]")) {
  if (side instanceof HTMLElement) makeTabs(side);
}
