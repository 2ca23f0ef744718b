/**
 * Count the words of a long answer while it is written, as `kernel/words.py` does.
 *
 * `<p data-words-of="field id" hidden>… <output></output> …</p>` holds the sentence.
 */
const CJK = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff";
const LETTERS = `(?:(?![${CJK}])[\\p{L}\\p{M}\\p{N}_])+`;
const WORD = new RegExp(`[${CJK}]|${LETTERS}(?:['’\\-‐]${LETTERS})*`, "gu");

/** @param {string} text */
export function countWords(text) {
  return text.match(WORD)?.length ?? 0;
}

for (const line of document.querySelectorAll("[data-words-of]")) {
  const field = document.getElementById(line.getAttribute("data-words-of") ?? "");
  const output = line.querySelector("output");
  if (!(field instanceof HTMLTextAreaElement) || !output) continue;
  const say = () => {
    output.textContent = countWords(field.value).toLocaleString(document.documentElement.lang);
  };
  field.addEventListener("input", say);
  say();
  line.removeAttribute("hidden");
}
