/** In text only, slides come in their smallest size: said to the browser before it asks for more. */

const SMALL = "data-small-slides";

/** Draw a fragment of ours. @param {string} html */
export function drawn(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  if (document.body.hasAttribute(SMALL)) spare(template.content);
  return template.content;
}

/** From now on. @param {boolean} small */
export function smallSlides(small) {
  document.body.toggleAttribute(SMALL, small);
  if (small) return;
  for (const image of document.querySelectorAll("img[data-srcset]")) {
    image.setAttribute("srcset", image.getAttribute("data-srcset") ?? "");
    image.removeAttribute("data-srcset");
  }
}

/** @param {ParentNode} fragment */
function spare(fragment) {
  for (const image of fragment.querySelectorAll("img[srcset]")) {
    const sizes = image.getAttribute("srcset") ?? "";
    image.setAttribute("data-srcset", sizes);
    image.removeAttribute("srcset");
    image.setAttribute("src", sizes.trim().split(" ")[0]);
  }
}
