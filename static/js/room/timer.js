/**
 * Timers on the server's clock.
 *
 * `data-until="<ISO>"` counts down to a moment; `data-since="<ISO>" data-allowed="120"` counts the rest of a
 * speech and then, marked `timer-over`, how long it is overdue.
 */

import { words } from "./words.js";

/** @type {{ now: () => number } | null} */
let clock = null;

/** 1:05 @param {number} seconds */
export function minutesAndSeconds(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** @param {string} moment */
export function secondsUntil(moment) {
  return clock ? Math.ceil((Date.parse(moment) - clock.now()) / 1000) : 0;
}

/** @param {any} serverClock */
export function startTimers(serverClock) {
  clock = serverClock;
  setInterval(tick, 250);
}

export function tick() {
  if (!clock) return;
  for (const node of document.querySelectorAll("[data-until]")) {
    write(node, minutesAndSeconds(secondsUntil(node.dataset.until)), false);
  }
  for (const node of document.querySelectorAll("[data-since]")) {
    const spent = (clock.now() - Date.parse(node.dataset.since)) / 1000;
    const left = Number(node.dataset.allowed) - spent;
    if (left >= 0) write(node, minutesAndSeconds(Math.ceil(left)), false);
    else write(node, words("overtime", { time: minutesAndSeconds(-left) }), true);
  }
}

/** @param {HTMLElement} node @param {string} text @param {boolean} over */
function write(node, text, over) {
  if (node.textContent !== text) node.textContent = text;
  node.classList.toggle("timer-over", over);
}
