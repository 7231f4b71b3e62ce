/** One write over HTTP. The answer is always an object with `ok`; without a network its code is `offline`. */

import { deadline } from "../waits.js";
import { words } from "./words.js";

const ANSWER_MS = 8000;

function token() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

/** @param {string} url @param {object} [body] @param {number} [milliseconds] */
export function post(url, body = {}, milliseconds = ANSWER_MS) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() };
  return send(url, { method: "POST", headers, body: JSON.stringify(body) }, milliseconds);
}

/** One reading over HTTP, answered like a write. @param {string} url @param {number} [milliseconds] */
export function get(url, milliseconds = ANSWER_MS) {
  return send(url, { headers: { Accept: "application/json" } }, milliseconds);
}

/** @param {string} url @param {any} options @param {number} milliseconds */
async function send(url, options, milliseconds) {
  try {
    return await answerOf(await fetch(url, { credentials: "same-origin", signal: deadline(milliseconds), ...options }));
  } catch {
    return { ok: false, code: "offline", message: words("offline") };
  }
}

/** @param {Response} response */
async function answerOf(response) {
  try {
    return await response.json();
  } catch {
    return { ok: false, code: response.status >= 500 ? "busy" : "http", message: words("failed") };
  }
}

/** A new key for one sending; also where the page is served over plain http on a local network. */
export function newKey() {
  if (typeof window.crypto?.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
