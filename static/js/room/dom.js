/** Small hands for the page: find, make, show. Text always goes in as text, never as markup. */

/**
 * The first element that a selector finds; what kind it is, the template says.
 * @param {string} selector
 * @param {ParentNode} root
 * @returns {any}
 */
export const $ = (selector, root = document) => root.querySelector(selector);

/**
 * Make an element. `on…` values are listeners, `true` a bare attribute, `null` and `false` leave it out.
 * @param {string} tag @param {Record<string, any>} [attributes] @param {...any} children
 * @returns {any}
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** @param {HTMLElement | null} node @param {any} visible */
export function show(node, visible) {
  if (node && node.hidden === Boolean(visible)) node.hidden = !visible;
}

/** @param {HTMLElement | null} node @param {any} text */
export function say(node, text) {
  const wanted = text === null || text === undefined ? "" : String(text);
  if (node && node.textContent !== wanted) node.textContent = wanted;
}

/**
 * Redraw `node` only when `data` has changed, so that a finger on a button is not left in the air.
 * @param {any} node @param {any} data @param {(data: any) => any} draw
 */
export function redraw(node, data, draw) {
  if (!node) return;
  const key = JSON.stringify(data);
  if (node.drawnFrom === key) return;
  const active = /** @type {HTMLElement | null} */ (document.activeElement);
  const focused = active && node.contains(active) ? active.dataset.key : null;
  node.drawnFrom = key;
  node.replaceChildren(...[draw(data)].flat());
  if (focused) $(`[data-key="${CSS.escape(focused)}"]`, node)?.focus();
}
