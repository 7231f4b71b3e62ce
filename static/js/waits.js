/** Requests that end: after their time, or all at once when the network has gone silent. */

const FRESHEN_MS = 1200;
const POOL = 6; // connections that a browser keeps to one server

const underWay = new Set();

/**
 * A signal that ends a request after so many milliseconds (older WeChat browsers lack AbortSignal.timeout).
 * @param {number} milliseconds
 */
export function deadline(milliseconds) {
  const controller = new AbortController();
  underWay.add(controller);
  setTimeout(() => {
    underWay.delete(controller);
    controller.abort();
  }, milliseconds);
  return controller.signal;
}

/** Give up what hangs, and use up the connections that the browser keeps: those that are dead end with it. */
export function freshen() {
  for (const controller of underWay) controller.abort();
  underWay.clear();
  const small = new URL("../img/favicon.svg", import.meta.url);
  for (let each = 0; each < POOL; each += 1) {
    fetch(`${small}?fresh=${each}`, { cache: "no-store", signal: deadline(FRESHEN_MS) }).catch(() => {});
  }
}
