/** What has just begun or ended, for who does not see it: one sentence in the page's status line (WCAG 4.1.3). */

import { $, h } from "./dom.js";
import { motionName, stateName } from "./parts.js";
import { words } from "./words.js";

const KEPT = 3;

/**
 * Made once for a page; call the answer after every change. What is there at the first call is not told.
 * @param {{ root: HTMLElement, store: import("./store.js").Store }} given
 */
export function teller({ root, store }) {
  const line = $("[data-told]", root);
  /** @type {ReturnType<typeof situation> | null} */
  let before = null;
  return () => {
    const now = situation(store);
    const news = before ? newsOf(before, now, store) : "";
    before = now;
    if (news && line) tell(line, news);
  };
}

/** Several in one moment are all read; what was read goes. @param {any} line @param {string} news */
function tell(line, news) {
  line.append(h("p", {}, news));
  while (line.children.length > KEPT) line.firstChild.remove();
}

/** @param {import("./store.js").Store} store */
function situation(store) {
  const [meeting, item, vote, consensus, turnout] = ["meeting", "item", "vote", "consensus", "turnout"].map((name) => store.get(name));
  return {
    state: meeting?.state,
    item: item?.id ?? null,
    motion: item?.motion ? `${item.motion.id}:${item.motion.text}` : null,
    vote: vote ? `${vote.id}:${vote.state}` : null,
    consensus: consensus ? `${consensus.motion_id}:${consensus.state}` : null,
    objections: consensus?.objection_count ?? 0,
    turn: Boolean(store.mine?.request?.started_at),
    full: Boolean(turnout && vote?.state === "OPEN" && turnout.roll > 0 && turnout.cast === turnout.roll),
  };
}

/**
 * The most urgent first; one change is one sentence.
 * @param {any} before @param {any} now @param {import("./store.js").Store} store
 */
function newsOf(before, now, store) {
  const [meeting, item, vote, consensus] = ["meeting", "item", "vote", "consensus"].map((name) => store.get(name));
  const told = [];
  if (now.turn && !before.turn) told.push(words("your_turn"));
  if (now.vote !== before.vote && vote) told.push(voteNews(vote, item));
  if (now.consensus !== before.consensus && consensus) told.push(consensusNews(consensus));
  else if (now.objections > before.objections) {
    told.push(words("objection_count", { objections: consensus.objection_count, reservations: consensus.reservation_count }));
  }
  if (now.full && !before.full && !store.mine?.on_roll) told.push(words("nobody_missing"));
  if (now.state !== before.state) told.push(stateName(meeting, store.get("presence")));
  if (now.item !== before.item && item) told.push(`${words("item_of", item)} ${item.title}`);
  else if (now.motion !== before.motion && item?.motion) {
    told.push(words("told_motion", { motion: motionName(item.motion), text: item.motion.text }));
  }
  return told.filter(Boolean).join(" ");
}

/** @param {VoteSlice} vote @param {ItemSlice | null} item */
function voteNews(vote, item) {
  if (vote.state === "OPEN") {
    const put = [item?.motion, ...(item?.decided ?? [])].find((one) => one?.id === vote.motion_id);
    return words("told_vote", { motion: put ? motionName(put) : words("motion_number", vote), text: vote.text });
  }
  const verdict = vote.result?.verdict;
  return verdict ? words("told_verdict", { result: verdict.result_label, sentence: verdict.sentence ?? "" }) : words("told_over");
}

/** @param {ConsensusSlice} consensus */
function consensusNews(consensus) {
  if (consensus.state === "OPEN") return words("told_consensus");
  return consensus.state === "DECLARED" ? words("told_declared") : "";
}

/** Where the keyboard stands: what to hold on to before a page is drawn anew. @param {HTMLElement} root */
export function placeOf(root) {
  const held = document.activeElement;
  if (!held || held === document.body || !root.contains(held)) return [];
  const chain = [];
  for (let node = /** @type {Element | null} */ (held); node && node !== root; node = node.parentElement) chain.push(node);
  return chain;
}

/** Cards in the order in which the keyboard goes to them when its own has gone. */
const CARDS = ["vote", "consensus", "result", "waiting", "sign", "floor", "item"];

/**
 * Put the keyboard back in its card; where the card has gone, to what has come instead (WCAG 2.4.3).
 * @param {HTMLElement} root @param {Element[]} chain
 */
export function keepPlace(root, chain) {
  if (!chain.length || isThere(document.activeElement, root)) return;
  const card = chain.find((node) => node.matches("[data-panel], section"));
  const others = CARDS.map((name) => $(`[data-panel="${name}"]`, root));
  const head = [card, ...others].filter((node) => isThere(node, root)).map(headOf).find(Boolean);
  if (!head) return;
  head.tabIndex = -1;
  head.focus({ preventScroll: true });
}

/** @param {any} node @param {HTMLElement} root */
function isThere(node, root) {
  return Boolean(node && node !== document.body && root.contains(node) && !node.closest("[hidden]"));
}

/** @param {HTMLElement} node */
function headOf(node) {
  return [...node.querySelectorAll("h2, h3")].find((head) => !head.closest("[hidden]") && head.textContent.trim()) ?? null;
}
