/**
 * Turn links to panels into tabs: one panel at a time, arrow keys between them.
 *
 * Without this file the links lead to panels standing one below another.
 */

/** @param {HTMLElement} side */
function makeTabs(side) {
  const list = side.querySelector("[data-tablist]");
  const tabs = [...(list?.querySelectorAll("a[href^='#']") ?? [])];
  if (!list || !tabs.length) return;

  /** @param {Element} tab */
  const panelOf = (tab) => document.getElementById((tab.getAttribute("href") ?? "#").slice(1));

  /** @param {Element} chosen */
  function choose(chosen) {
    for (const tab of tabs) {
      const panel = panelOf(tab);
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.setAttribute("tabindex", tab === chosen ? "0" : "-1");
      panel?.toggleAttribute("hidden", tab !== chosen);
    }
    panelOf(chosen)?.dispatchEvent(new CustomEvent("talanoa:shown", { bubbles: true }));
  }

  list.setAttribute("role", "tablist");
  for (const tab of tabs) {
    const panel = panelOf(tab);
    tab.id ||= `${panel?.id}-tab`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel?.id ?? "");
    panel?.setAttribute("role", "tabpanel");
    panel?.setAttribute("aria-labelledby", tab.id);
    panel?.setAttribute("tabindex", "0");
  }
  list.addEventListener("click", (event) => {
    const tab = event.target instanceof Element ? event.target.closest("[role=tab]") : null;
    if (!tab) return;
    event.preventDefault();
    choose(tab);
  });
  list.addEventListener("keydown", (event) => {
    if (!(event instanceof KeyboardEvent)) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
    const here = tabs.findIndex((tab) => tab === document.activeElement);
    if (here < 0 || (!step && event.key !== "Home" && event.key !== "End" && event.key !== " ")) return;
    event.preventDefault();
    const along = step * (side.matches(":dir(rtl)") ? -1 : 1);
    const next = { Home: 0, End: tabs.length - 1 }[event.key] ?? (here + along + tabs.length) % tabs.length;
    const tab = tabs[next];
    choose(tab);
    if (tab instanceof HTMLElement) tab.focus();
  });
  choose(tabs.find((tab) => tab.getAttribute("href") === location.hash) ?? tabs[0]);
}

for (const side of document.querySelectorAll("[data-tabs]")) {
  if (side instanceof HTMLElement) makeTabs(side);
}
