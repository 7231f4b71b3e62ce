/** What was typed for a motion that is over: shown until the delegate has seen it, never sent under another. */

import { h, redraw, show } from "./dom.js";
import { words } from "./words.js";

/**
 * One entry for each text of `rows` (`{name, about, text, why}`), with 复制 and 知道了; `seen(row)` forgets it.
 * @param {HTMLElement} panel @param {HTMLElement} node @param {any[]} rows @param {any} seen
 */
export function leftoverCard(panel, node, rows, seen) {
  show(panel, rows.length);
  redraw(node, rows, () => rows.map((row) => entry(row, seen)));
}

/** @param {any} row @param {any} seen */
function entry(row, seen) {
  const text = h("blockquote", {}, row.text);
  const copy = h("button", { type: "button", class: "btn btn-plain" }, words("copy"));
  copy.addEventListener("click", async () => {
    copy.textContent = words((await copied(text)) ? "copied" : "copy");
  });
  return h("li", {}, words(row.why), text,
    h("div", { class: "room-buttons" }, copy,
      h("button", { type: "button", class: "btn btn-plain", onclick: () => seen(row) }, words("understood"))),
  );
}

/**
 * Into the clipboard; served over plain http there is only the old way, by selecting the text.
 * @param {HTMLElement} node
 */
async function copied(node) {
  try {
    await navigator.clipboard.writeText(node.textContent);
    return true;
  } catch {
    window.getSelection()?.selectAllChildren(node);
    return document.execCommand("copy");
  }
}
