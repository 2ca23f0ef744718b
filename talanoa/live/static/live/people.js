/** Who is here, who speaks, whose hand is up; and which of them the reader is. */

/** @typedef {import("./link.js").RoomLink} RoomLink */

const MOST_ASKED = 200;

/** @param {{link: RoomLink, person: string, you: string}} room */
export function people({ link, person, you }) {
  /** @type {Set<string>} */ const speaking = new Set();

  link.addEventListener("frame", (event) => {
    if (!(event instanceof CustomEvent)) return;
    const frame = event.detail;
    if (frame.type === "welcome") {
      reconcile(frame.here.map(String));
      tellCount(frame.count);
      mark();
    } else if (frame.type === "presence") {
      for (const { person, html } of frame.came) put(String(person), html);
      for (const gone of frame.went) document.getElementById(`here-${gone}`)?.remove();
      tellCount(frame.count);
      mark();
    }
  });
  document.addEventListener("talanoa:patched", (event) => {
    const id = event.target instanceof HTMLElement ? event.target.id : "";
    if (id === "hands" || id.startsWith("here-")) mark();
  });

  /** Those listed by a page made earlier, or before a cut, may have gone since.
   * @param {string[]} here */
  function reconcile(here) {
    const rows = [...document.querySelectorAll("#people [data-person]")];
    const shown = new Set(rows.map(personOf));
    for (const row of rows) if (!here.includes(personOf(row))) row.remove();
    const unknown = here.filter((id) => !shown.has(id)).map(Number);
    if (unknown.length) link.send({ type: "people", people: unknown.slice(0, MOST_ASKED) });
  }

  /** @param {number} count */
  function tellCount(count) {
    const place = document.getElementById("people-count");
    if (place) place.textContent = String(count);
  }

  /** @param {string} id @param {string} html */
  function put(id, html) {
    const list = document.getElementById("people");
    const template = document.createElement("template");
    template.innerHTML = html;
    const fresh = template.content.firstElementChild;
    if (!list || !fresh) return;
    const earlier = document.getElementById(`here-${id}`);
    if (earlier) return earlier.replaceWith(fresh);
    // By name, as the server lists them.
    const name = nameOf(fresh);
    const after = [...list.children].find(
      (other) => nameOf(other).localeCompare(name, document.documentElement.lang) > 0,
    );
    list.insertBefore(fresh, after ?? null);
  }

  function mark() {
    const raised = new Set(
      [...document.querySelectorAll("#hands .queue [data-person]")].map(personOf),
    );
    for (const row of document.querySelectorAll("#people [data-person]")) {
      row.toggleAttribute("data-raised", raised.has(personOf(row)));
      row.toggleAttribute("data-speaking", speaking.has(personOf(row)));
      row.toggleAttribute("data-self", personOf(row) === person);
      if (personOf(row) === person) row.querySelector("b")?.setAttribute("data-you", `(${you})`);
    }
    const badge = document.querySelector(".news[data-hands]");
    if (badge) badge.textContent = String(raised.size);
    badge?.toggleAttribute("hidden", !raised.size);
    const mine = raised.has(person);
    document.querySelector("form.hand.raise")?.toggleAttribute("hidden", mine);
    document.querySelector("form.hand.lower")?.toggleAttribute("hidden", !mine);
  }

  mark();
  return {
    /** @param {string} who @param {boolean} speaks */
    speaks(who, speaks) {
      if (speaks) speaking.add(who);
      else speaking.delete(who);
      mark();
    },
  };
}

/** @param {Element} row */
function personOf(row) {
  return row.getAttribute("data-person") ?? "";
}

/** @param {Element} row */
function nameOf(row) {
  return row.querySelector("b")?.textContent ?? "";
}
