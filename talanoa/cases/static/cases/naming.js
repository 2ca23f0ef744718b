/**
 * Whom the scribe may name: also those who came after the page was opened.
 *
 * Each person who appears in the room's list is added, in order, to the lists of who asked
 * and who advised; those who leave stay, since what they said is written down after it.
 */
const list = document.getElementById("people");
const choices = [...document.querySelectorAll("select[name='author'], select[name='asker']")];

if (list && choices.length) {
  const learn = () => {
    for (const row of list.querySelectorAll("[data-person]")) {
      const id = row.getAttribute("data-person") ?? "";
      const name = row.querySelector("b")?.textContent ?? "";
      for (const choice of choices) {
        if (choice instanceof HTMLSelectElement) offer(choice, id, name);
      }
    }
  };
  new MutationObserver(learn).observe(list, { childList: true });
  learn();
}

/** @param {HTMLSelectElement} choice @param {string} id @param {string} name */
function offer(choice, id, name) {
  const there = [...choice.options];
  if (!id || !name || there.some((option) => option.value === id)) return;
  const language = document.documentElement.lang;
  const after = there.find(
    (option) => option.value && option.text.localeCompare(name, language) > 0,
  );
  choice.insertBefore(new Option(name, id), after ?? null);
}
