/** The big screen. It only shows; long texts get smaller letters (never below 32 px) and then turn pages. */

import { $, say, show } from "./dom.js";
import {
  agendaList, attendanceByParty, inHand, lastOutcome, motionCard, motionName, planLine, recusedParties, speakerCard, stateName,
  stepLine, turnoutBar, voidedLine,
} from "./parts.js";
import { questionPut } from "./question.js";
import { start } from "./start.js";
import { verdictCard } from "./verdict.js";
import { words } from "./words.js";

const PAGE_MS = 8000;
const NEWS_MS = 20000;
const SIZES = ["huge", "large", "medium", "normal"];
const BEFORE = ["PLANNED", "NOTICED", "SIGN_IN", "INQUORATE"];
const root = $("[data-room]");
/** @param {string} name */
const panel = (name) => $(`[data-panel="${name}"]`, root);
const room = start(render);

function render() {
  const { store } = room;
  const meeting = store.get("meeting");
  const item = meeting.state === "IN_SESSION" ? store.get("item") : null;
  say($(".live-tools [data-state]"), stateName(meeting, store.get("presence"))); // the connection line has a data-state of its own
  renderDoor(meeting, store.get("presence"));
  const paused = renderPause(meeting, store.get("item"));
  show(panel("agenda"), !item && !paused && !BEFORE.includes(meeting.state));
  agendaList($("[data-agenda]", root), store.get("agenda"));
  say($("[data-agenda-title]", root), agendaTitle(meeting.state));
  show(panel("item"), item);
  const kind = item ? stageOf(item, store) : "none";
  root.dataset.kind = kind;
  renderItem(item, store, kind);
  renderBands(store, kind);
  fit();
}

/**
 * 休会 in the middle of an item, large and with the item's name; answers whether that is all there is to show.
 * @param {MeetingSlice} meeting @param {ItemSlice | null} item
 */
function renderPause(meeting, item) {
  const adjourned = meeting.state === "ADJOURNED";
  show(panel("adjourned"), adjourned);
  say($("[data-adjourned-at]", root), item ? words("adjourned_at", item) : "");
  return adjourned && item;
}

/** @param {string} state */
function agendaTitle(state) {
  if (state === "ENDED") return words("agenda_over");
  return ["MINUTES_SIGNED", "ISSUED"].includes(state) ? words(`state_${state}`) : words("agenda");
}

/** @param {ItemSlice} item @param {import("./store.js").Store} store */
function stageOf(item, store) {
  const vote = store.get("vote");
  const consensus = store.get("consensus");
  if (vote?.state === "OPEN") return "vote";
  if (consensus?.state === "OPEN") return "consensus";
  const outcome = lastOutcome(vote, consensus);
  if (!outcome || (inHand(item) && !isNews(`${outcome}:${outcome === "vote" ? vote.id : consensus.id}`))) return "floor";
  return outcome === "vote" ? "result" : "declared";
}

const firstSeen = new Map();

/** The outcome of an amendment stays on the wall for a while, then the motion comes back. @param {any} what */
function isNews(what) {
  if (!firstSeen.has(what)) {
    firstSeen.set(what, Date.now());
    setTimeout(() => room.store.changed(), NEWS_MS + 100);
  }
  return Date.now() - firstSeen.get(what) < NEWS_MS;
}

/** @param {MeetingSlice} meeting @param {PresenceSlice} presence */
function renderDoor(meeting, presence) {
  const before = BEFORE.includes(meeting.state);
  show(panel("door"), before);
  if (!before) return;
  const title = { SIGN_IN: words("door_title"), INQUORATE: stateName(meeting, presence) }[meeting.state];
  say($("[data-door-title]", root), title ?? words(`state_${meeting.state}`));
  say($("[data-present]", root), words("turnout_now", presence));
  const why = meeting.state === "INQUORATE" && !presence.met; // the numbers alone may look like enough
  say($("[data-due]", root), why ? presence.sentence : words("turnout_due", presence));
  attendanceByParty($("[data-parties]", root), presence);
}

/** @param {ItemSlice | null} item @param {import("./store.js").Store} store @param {string} kind */
function renderItem(item, store, kind) {
  const over = kind === "result" || kind === "declared";
  const decided = item?.decided.find((one) => one.id === decidedId(store, kind)) ?? null;
  const motion = over ? decided : item?.motion ?? decided;
  motionCard($("[data-motion]", root), kind === "result" ? null : motion, over ? null : item?.amended);
  voidedLine($("[data-voided]", root), kind === "floor" ? item : null);
  if (!item) return;
  const number = kind === "result" && motion ? ` · ${motionName(motion)}` : "";
  say($("[data-item-kicker]", root), words("item_of", item) + number);
  say($("[data-item-title]", root), item.title);
  stepLine($("[data-steps]", root), item, store);
  planLine($("[data-item-plan]", root), item);
  const recused = recusedParties(store.get("presence"));
  say($("[data-recused-list]", root), words("recused_list", { names: recused.join("、") }));
  show($("[data-recused-list]", root), recused.length);
}

/** @param {import("./store.js").Store} store @param {string} kind */
function decidedId(store, kind) {
  return (kind === "declared" ? store.get("consensus") : store.get("vote"))?.motion_id;
}

/** @param {import("./store.js").Store} store @param {string} kind */
function renderBands(store, kind) {
  const floor = store.get("floor");
  show(panel("floor"), kind === "floor" && floor && (floor.speaker || floor.queue.length));
  speakerCard($("[data-speaker]", root), floor?.speaker ?? null);
  say($("[data-queue-count]", root), floor?.queue.length ? words("queue_count", { count: floor.queue.length }) : "");
  show(panel("consensus"), kind === "consensus");
  renderConsensus(store.get("consensus"), kind);
  show(panel("vote"), kind === "vote");
  questionPut($("[data-question-put]", root), kind === "vote" ? store.get("vote") : null);
  turnoutBar($("[data-turnout]", root), kind === "vote" ? store.get("turnout") : null);
  show(panel("result"), kind === "result" || kind === "declared");
  show($("[data-declared]", root), kind === "declared");
  verdictCard($("[data-verdict]", root), kind === "result" ? store.get("vote") : null, true);
}

/** @param {ConsensusSlice} consensus @param {string} kind */
function renderConsensus(consensus, kind) {
  if (kind !== "consensus") return;
  $("[data-countdown]", root).dataset.until = consensus.closes_at;
  const counts = { objections: consensus.objection_count, reservations: consensus.reservation_count };
  const any = consensus.objection_count + consensus.reservation_count;
  say($("[data-objection-count]", root), any ? words("objection_count", counts) : "");
}

// --- making it fit ----------------------------------------------------------------------------------------

function overflows() {
  return document.documentElement.scrollHeight > window.innerHeight + 2;
}

/** The largest letters with which everything fits. */
function fit() {
  for (const size of SIZES) {
    root.dataset.size = size;
    if (!overflows()) break;
  }
}

/** What still does not fit is shown page by page. */
function turnPage() {
  const end = window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 2;
  const top = end ? 0 : window.scrollY + window.innerHeight * 0.8;
  if (overflows() || window.scrollY > 0) window.scrollTo({ top });
}

setInterval(turnPage, PAGE_MS);
window.addEventListener("resize", fit);
