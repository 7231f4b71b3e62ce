/** One write over HTTP. The answer is always an object with `ok`; without a network its code is `offline`. */

import { deadline } from "../waits.js";
import { words } from "./words.js";

const ANSWER_MS = 8000;

function token() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

export async function post(url, body = {}, milliseconds = ANSWER_MS) {
  try {
    const response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
      body: JSON.stringify(body),
      signal: deadline(milliseconds),
    });
    return await answerOf(response);
  } catch {
    return { ok: false, code: "offline", message: words("offline") };
  }
}

async function answerOf(response) {
  try {
    return await response.json();
  } catch {
    return { ok: false, code: response.status >= 500 ? "busy" : "http", message: words("failed") };
  }
}

/** A new key for one sending; also where the page is served over plain http on a local network. */
export function newKey() {
  if (window.crypto?.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
