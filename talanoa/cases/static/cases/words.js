/** Count the words of each part of a case: the counting stands with the components. */
export { countWords } from "../ui/words.js";
