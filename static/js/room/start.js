/** What every room page does first: wire, store, clock, the line about the connection. */

import { Live } from "../live.js";
import { $, say, show } from "./dom.js";
import { post } from "./send.js";
import { Store } from "./store.js";
import { startTimers, tick } from "./timer.js";
import { keepPlace, placeOf, teller } from "./told.js";
import { words } from "./words.js";

/**
 * Start a room page. `render(room)` is called after every change and must be cheap when nothing changed.
 * `room` has `store`, `live`, `root`, `base` (address of the meeting's room) and `act(path, body)`.
 * @param {(room: Room) => void} render @param {any} [onStatus]
 */
export function start(render, onStatus = (/** @type {string} */ _status) => {}) {
  const root = $("[data-room]");
  const store = new Store();
  const live = new Live({
    meetingId: Number(root.dataset.meeting),
    audience: root.dataset.audience,
    hallToken: root.dataset.hallToken ?? "",
    snapshotUrl: root.dataset.snapshot,
    /** @param {Snapshot} snapshot */
    onSnapshot: (snapshot) => store.takeSnapshot(snapshot),
    /** @param {string} name @param {any} data */
    onSlice: (name, data) => store.takeSlice(name, data),
    /** @param {Mine} mine */
    onMine: (mine) => store.takeMine(mine),
    /** @param {MyBallot} ballot */
    onBallot: (ballot) => store.takeBallot(ballot),
    /** @param {string} status @param {string} message */
    onStatus: (status, message) => {
      showConnection(root, status, message);
      onStatus(status);
    },
  });
  /** @type {Room} */
  const room = { root, store, live, base: root.dataset.base, act: (path, body, button) => act(room, path, body, button) };
  const tell = teller(room);
  store.watch(() => {
    if (live.ended) return;
    const place = placeOf(root);
    show($("[data-loading]", root), false);
    show($("[data-loaded]", root), true);
    render(room);
    tick();
    keepPlace(root, place);
    tell();
  });
  $("[data-refusal-close]", root)?.addEventListener("click", () => show($("[data-refusal]", root), false));
  startTimers(live.clock);
  live.start();
  return room;
}

/** Acts that do no more when they arrive twice: sent again by themselves for a while when nobody answers. */
const SAME_TWICE = new Set(["sign-in", "floor", "floor/withdraw", "objections", "objections/withdraw", "minutes/sign"]);

const RESEND_MS = 20000;
const RESEND_PAUSE_MS = 600;

/**
 * Said only when it matters: a page that is connected is silent.
 * @param {HTMLElement} root @param {string} status @param {string} message
 */
function showConnection(root, status, message) {
  const line = $("#connection");
  const ended = !["ok", "polling", "reconnecting"].includes(status);
  if (line) {
    line.dataset.state = status === "ok" ? "connected" : "reconnecting";
    say(line, status === "ok" || ended ? "" : words(status));
  }
  const signedOut = ["not_signed_in", "session_expired"].includes(status);
  say($("[data-ended-title]", root), ended ? words(signedOut ? "signed_out" : "ended") : "");
  say($("[data-ended-text]", root), message);
  show($("[data-ended]", root), ended);
  if (ended) {
    show($("[data-loading]", root), false);
    show($("[data-loaded]", root), false);
  }
}

/**
 * One act of the visitor: the button rests until the answer is here, a refusal is said in words.
 * @param {Room} room @param {string} path @param {object} [body] @param {HTMLButtonElement | null} [button]
 */
async function act(room, path, body = {}, button = null) {
  if (button) button.disabled = true;
  const answer = await deliver(room, path, body);
  if (button) button.disabled = false;
  tellTrouble(room, answer.ok ? "" : answer.message);
  if (answer.ok && !room.live.connected) room.live.resync(); // nobody else will tell us
  return answer;
}

/**
 * The answer to one act. The first silence is not worth a word; then the visitor reads that it is sent again.
 * @param {Room} room @param {string} path @param {object} body
 */
async function deliver(room, path, body) {
  const until = Date.now() + RESEND_MS;
  for (let attempt = 0; ; attempt += 1) {
    const answer = await post(`${room.base}/${path}`, body);
    if (answer.code !== "offline" || !SAME_TWICE.has(path) || Date.now() > until) return answer;
    if (attempt) tellTrouble(room, words("resending"));
    await new Promise((resolve) => setTimeout(resolve, RESEND_PAUSE_MS));
  }
}

/** @param {Room} room @param {string} trouble */
function tellTrouble(room, trouble) {
  const line = $("[data-refusal]", room.root);
  say($("[data-refusal-text]", line), trouble);
  show(line, Boolean(trouble));
  if (trouble) line?.scrollIntoView({ block: "nearest" });
}
