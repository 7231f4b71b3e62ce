/** A delegate's screen: what is being decided, the floor, consensus, the ballot, the signature. */

import { startFrom } from "./amend.js";
import { ask } from "./ask.js";
import { BallotPanel, ballotDone } from "./ballot_panel.js";
import { $, say, show } from "./dom.js";
import { liveForms } from "./forms.js";
import { leftoverCard } from "./leftovers.js";
import {
  HEARD_ONLY, agendaList, attendanceByParty, inHand, itemFacts, lastOutcome, motionCard, motionName, queueList, sideText,
  speakerCard, stateName, stepLine, topicFold, voidedLine,
} from "./parts.js";
import { resultCard } from "./result.js";
import { recordToSign } from "./signing.js";
import { start } from "./start.js";
import { secondsUntil } from "./timer.js";
import { momentText, words } from "./words.js";

const root = $("[data-room]");
/** @param {string} name */
const panel = (name) => $(`[data-panel="${name}"]`, root);
const room = start(render, (/** @type {string} */ status) => status === "ok" && ballot.box.nudge());
const record = recordToSign(room);
const ballot = new BallotPanel({ room, node: panel("vote"), changed: () => room.store.changed() });
window.addEventListener("online", () => ballot.box.nudge());

function now() {
  const { store } = room;
  const item = store.get("item");
  const motion = item?.motion ?? null;
  return {
    meeting: store.get("meeting"), presence: store.get("presence"), agenda: store.get("agenda"), item, motion,
    floor: store.get("floor"), consensus: store.get("consensus"), vote: store.get("vote"),
    turnout: store.get("turnout"), mine: store.mine,
  };
}

function render() {
  const state = /** @type {any} */ (now()); // with a seat and a meeting from here on
  if (!state.mine || !state.meeting) return;
  for (const one of Object.values(drafts)) one.settle();
  const stage = stageOf(state);
  renderWaiting(state, stage);
  renderItem(state);
  renderVote(state, stage);
  renderConsensus(state, stage);
  renderResult(state, stage);
  renderFloor(state, stage);
  renderSide(state, stage);
  renderSigning(state);
  renderLeftovers(state);
  follow(stage);
}

let followed = "";

/** Bring what has just begun into sight, unless the delegate is writing something. @param {string} stage */
function follow(stage) {
  if (stage === followed) return;
  const first = followed === "";
  followed = stage;
  const target = { vote: "vote", consensus: "consensus", result: "result" }[stage];
  const writing = document.activeElement instanceof HTMLTextAreaElement && document.activeElement.value;
  if (target && !(first && stage === "result") && !writing) panel(target).scrollIntoView({ block: "nearest" });
}

/**
 * What the screen is about: waiting, vote, consensus, result, item, over.
 * @param {{ meeting: MeetingSlice, item: ItemSlice | null, vote: VoteSlice, consensus: any }} given
 */
function stageOf({ meeting, item, vote, consensus }) {
  if (["ENDED", "MINUTES_SIGNED", "ISSUED", "CANCELLED"].includes(meeting.state)) return "over";
  if (meeting.state !== "IN_SESSION" || !item) return "waiting";
  if (vote && (vote.state === "OPEN" || ballot.wants(vote))) return "vote";
  if (consensus?.state === "OPEN") return "consensus";
  return lastOutcome(vote, consensus) && !inHand(item) ? "result" : "item";
}

/**
 * @param {{ meeting: MeetingSlice, presence: PresenceSlice, agenda: AgendaSlice, mine: Mine }} given
 * @param {string} stage
 */
function renderWaiting({ meeting, presence, agenda, mine }, stage) {
  const live = ["SIGN_IN", "INQUORATE", "IN_SESSION", "ADJOURNED"].includes(meeting.state);
  show(panel("sign-in"), live && !mine.present);
  say($("[data-signed-in]", root), live && mine.present ? words("signed_in") : "");
  show(panel("waiting"), stage === "waiting" || meeting.state === "CANCELLED");
  say($("[data-waiting-title]", root), stateName(meeting, presence));
  const between = words(agenda.items.some((row) => row.state === "PLACED") ? "lost_item" : "all_done");
  say($("[data-waiting-text]", root), meeting.state === "IN_SESSION" ? between : waitingText(meeting, presence, mine));
  const counting = ["SIGN_IN", "INQUORATE"].includes(meeting.state);
  say($("[data-quorum]", root), counting ? presence.sentence : "");
  show($("[data-parties]", root), counting);
  if (counting) attendanceByParty($("[data-parties]", root), presence);
}

/** @param {MeetingSlice} meeting @param {PresenceSlice} presence @param {Mine} mine */
function waitingText(meeting, presence, mine) {
  if (meeting.state === "INQUORATE" && presence.met) return ""; // its title says all
  if (meeting.state === "SIGN_IN") return mine.present ? words("seated") : "";
  const when = ["PLANNED", "NOTICED"].includes(meeting.state) ? `${momentText(meeting.starts_at)} ${meeting.venue} ` : "";
  return when + words(`state_${meeting.state}`);
}

/** @param {{ meeting: MeetingSlice, item: ItemSlice, motion: MotionView | null, vote: VoteSlice | null, mine: Mine }} given */
function renderItem({ meeting, item, motion, vote, mine }) {
  const inside = meeting.state === "IN_SESSION" && item;
  show(panel("item"), inside);
  show(panel("recused"), inside && mine.recused);
  voidedLine($("[data-voided]", root), inside ? item : null);
  if (!inside) {
    motionCard($("[data-motion]", root), null);
    return;
  }
  say($("[data-item-kicker]", root), words("item_of", item));
  say($("[data-item-title]", root), item.title);
  stepLine($("[data-steps]", root), item, room.store);
  const voting = vote?.state === "OPEN"; // the three choices then stand on the screen without scrolling
  say($("[data-item-facts]", root), voting ? "" : itemFacts(item));
  topicFold($("[data-topic]", root), $("[data-topic-text]", root), voting ? null : item);
  const recused = item.recused ?? [];
  say($("[data-recused-list]", root), words("recused_list", { names: recused.join("、") }));
  show($("[data-recused-list]", root), recused.length);
  say($("[data-recused-text]", root), words("recused_from", item));
  const shown = motion ?? item.decided.find((one) => one.id === vote?.motion_id) ?? item.decided.at(-1) ?? null;
  motionCard($("[data-motion]", root), shown, item.amended);
}

/**
 * @param {{ vote: VoteSlice, mine: Mine, item: ItemSlice | null, motion: MotionView, turnout: TurnoutSlice }} given
 * @param {string} stage
 */
function renderVote({ vote, mine, item, motion, turnout }, stage) {
  show(panel("vote"), stage === "vote" && !mine.recused);
  if (stage !== "vote" || mine.recused) return;
  const put = [motion, ...(item?.decided ?? [])].find((one) => one?.id === vote.motion_id);
  const name = put ? motionName(put) : words("motion_number", vote);
  const long = !put?.amends_id && vote.text.length > 40; // what an amendment changes may stand at its end
  const short = long ? `${vote.text.slice(0, 40)}…` : vote.text;
  ballot.render(vote, mine, words("ballot_title", { motion: name, text: short }), turnout);
}

/** @param {{ consensus: any, mine: Mine, motion: MotionView }} given @param {string} stage */
function renderConsensus({ consensus, mine, motion }, stage) {
  const open = stage === "consensus" && !mine.recused;
  // An objection that was raised by its first tap may get its reason later, also while the hall already votes.
  const asked = motion && consensus?.motion_id === motion.id;
  const owesReason = asked && mine.objection === "" && ["consensus", "vote", "item"].includes(stage) && !mine.recused;
  show(panel("consensus"), open || owesReason);
  const countdown = $("[data-countdown]", root);
  const over = !open || secondsUntil(consensus.closes_at) <= 0;
  say($("[data-consensus-text]", root), open ? words(over ? "consensus_over" : "consensus_open") : "");
  if (open) countdown.dataset.until = consensus.closes_at;
  show(countdown, !over);
  if (!over) setTimeout(() => room.store.changed(), 1000);
  const mayObject = mine.has_vote && mine.present && !mine.recused;
  const raised = mine.objection !== null;
  say($("[data-own-objection]", root), words(mine.objection ? "own_objection" : "own_objection_bare", { text: mine.objection }));
  show($("[data-own-objection]", root), raised);
  show($("[data-objection-raise]", root), open && mayObject && !raised);
  show($('[data-form="objection"]', root), owesReason);
  show($("[data-take-back]", root), open && raised);
  const step = motion && ["consensus", "vote", "item"].includes(stage);
  show(panel("reservation"), step && mayObject);
  say($("[data-own-reservation]", root), words("own_reservation", { text: mine.reservation ?? "" }));
  show($("[data-own-reservation]", root), mine.reservation);
}

/** @param {{ vote: VoteSlice, mine: Mine }} given @param {string} stage */
function renderResult({ vote, mine }, stage) {
  const outcome = resultCard(room, ["result", "item", "consensus"].includes(stage));
  const own = outcome === "vote" ? ballot.receiptFor(vote, mine) : null;
  const missed = outcome === "vote" && mine.on_roll && !own;
  say($("[data-own-ballot]", root), own ? ballotDone(own, vote.question) : words("ballot_none"));
  show($("[data-own-ballot]", root), own || missed);
}

/**
 * @param {{ meeting: MeetingSlice, item: ItemSlice | null, motion: MotionView | null, floor: FloorSlice, mine: Mine }} given
 * @param {string} stage
 */
function renderFloor({ meeting, item, motion, floor, mine }, stage) {
  const deciding = ["VOTING", "CONSULTING"].includes(item?.motion?.state ?? ""); // the vote itself follows at once
  const visible = floor && stage === "item" && item && !deciding;
  show(panel("floor"), visible);
  if (!visible) return;
  speakerCard($("[data-speaker]", root), floor.speaker);
  show($("[data-floor-free]", root), !floor.speaker);
  queueList($("[data-queue]", root), floor.queue, mine.seat_id);
  const request = mine.request;
  show($("[data-floor-own]", root), request);
  if (request) {
    const place = floor.queue.findIndex((one) => one.id === request.id) + 1;
    const waiting = words("queue_place", { side: sideText(request), place: place || "—" });
    say($("[data-queue-place]", root), request.started_at ? words("your_turn") : waiting);
    show($("[data-floor-withdraw]", root), !request.started_at);
  }
  show($("[data-floor-ask]", root), !request && mine.present && !mine.recused);
  renderSides({ meeting, mine, nothingMoved: !motion && ["report", "questions"].includes(item.step) });
}

/**
 * Before a motion stands there is nothing to be for or against; whose turns are spent cannot ask, and reads why.
 * @param {{ meeting: MeetingSlice, mine: Mine, nothingMoved: boolean }} given
 */
function renderSides({ meeting, mine, nothingMoved }) {
  const spent = mine.turns_used >= meeting.speech_turns;
  for (const button of root.querySelectorAll("[data-side]")) {
    show(button, !nothingMoved || button.dataset.side === "question");
    if (spent) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
  say($("[data-floor-how]", root), spent ? "" : words(nothingMoved ? "floor_question" : "floor_side"));
  const facts = { turns: meeting.speech_turns, minutes: meeting.speech_seconds / 60, used: mine.turns_used };
  say($("[data-turns]", root), words(spent ? "turns_spent" : "turns", facts));
}

/** @param {{ agenda: AgendaSlice, item: ItemSlice, motion: MotionView, mine: Mine }} given @param {string} stage */
function renderSide({ agenda, item, motion, mine }, stage) {
  agendaList($("[data-agenda]", root), agenda);
  const acting = item && mine.present && mine.has_vote && !mine.recused;
  const amendable = motion && !motion.amends_id && ["MOVED", "OBJECTED"].includes(motion.state);
  show($("[data-amendment-panel]", root), acting && stage === "item" && amendable);
  startFrom($("#amendment-text", root), amendable ? motion : null);
  show($("[data-recusal-panel]", root), acting && ["item", "consensus"].includes(stage) && !HEARD_ONLY.has(item.kind));
}

/** @param {{ meeting: MeetingSlice, mine: Mine }} given */
function renderSigning({ meeting, mine }) {
  const over = ["ENDED", "MINUTES_SIGNED", "ISSUED"].includes(meeting.state);
  show(panel("sign"), over);
  const waits = meeting.state === "ENDED" && !meeting.signing;
  say($("[data-sign-text]", root), over ? words(waits ? "record_put_right" : `state_${meeting.state}`) : "");
  const due = over && mine.present && !mine.signed && meeting.signing;
  record.render(due);
  show($("[data-sign-button]", root), due && record.seen);
  show($("[data-signed]", root), mine.signed);
}

/**
 * Texts for what is over. A motion that waits behind its amendment is not over: its draft comes back with it.
 * @param {{ item: ItemSlice | null, consensus: any }} given
 */
function renderLeftovers({ item, consensus }) {
  const pending = [item?.motion, item?.amended, ...(item?.amendments ?? [])].map((one) => one?.id);
  /** @param {string} name */
  const isOver = (name) => (/** @type {any} */ about) => (name === "recusal" ? about !== item?.id : !pending.includes(about));
  const rows = Object.entries(drafts).flatMap(([name, one]) =>
    one.leftovers(isOver(name)).map((/** @type {any} */ row) => {
      const late = name === "objection" && consensus?.state === "DECLARED" && consensus.motion_id === row.about;
      return { ...row, name, why: late ? "leftover_late" : `leftover_${name}` };
    }),
  );
  leftoverCard(panel("leftovers"), $("[data-leftovers]", root), rows, (/** @type {{ name: string, about: any }} */ { name, about }) => {
    drafts[name].drop(about);
    room.store.changed();
  });
}

// --- what the delegate does -------------------------------------------------------------------------------

for (const button of root.querySelectorAll("[data-act]")) {
  button.addEventListener("click", () => room.act(button.dataset.act, {}, button));
}
for (const button of root.querySelectorAll("[data-side]")) {
  button.addEventListener("click", () => {
    if (!button.hasAttribute("aria-disabled")) room.act("floor", { side: button.dataset.side }, button);
  });
}
$("[data-floor-withdraw]", root).addEventListener("click", (/** @type {any} */ event) => {
  const request = room.store.mine?.request;
  if (request) room.act("floor/withdraw", { speech_id: request.id }, event.currentTarget);
});

$("[data-sign-button]", root).addEventListener("click", async (/** @type {any} */ event) => {
  const button = event.currentTarget;
  const { seen } = record; // what stands on this tablet when the question is asked
  const yes = await ask($("[data-ask]", root), { sentence: words("ask_sign", now().meeting), reason: false });
  if (yes) record.answered(await room.act("minutes/sign", { seen }, button));
});
$("[data-raise]", root).addEventListener("click", async (/** @type {any} */ event) => {
  const motionId = now().consensus?.motion_id;
  const answer = await room.act("objections", { motion_id: motionId, kind: "objection", text: "" }, event.currentTarget);
  if (answer.ok) setTimeout(() => $("#objection-text").focus(), 400); // the form comes with the room's answer
});
$("[data-take-back]", root).addEventListener("click", async (/** @type {any} */ event) => {
  const motionId = now().consensus?.motion_id;
  const answer = await room.act("objections/withdraw", { motion_id: motionId }, event.currentTarget);
  if (answer.ok) drafts.objection.drop(motionId);
});

const motionAtHand = () => now().motion?.id ?? null;
const drafts = liveForms(room, {
  /** @param {{ text: string }} given @param {string} _key @param {any} about */
  objection: ({ text }, _key, about) => ["objections", { motion_id: about, kind: "objection", text }],
  /** @param {{ text: string }} given @param {string} _key @param {any} about */
  reservation: ({ text }, _key, about) => ["objections", { motion_id: about, kind: "reservation", text }],
  /** @param {{ text: string }} given @param {string} key @param {any} about */
  amendment: ({ text }, key, about) => ["motions", { item_id: now().item?.id, text, amends_id: about, request_key: key }],
  /** @param {{ text: string }} given @param {string} _key @param {any} about */
  recusal: ({ text }, _key, about) => ["recusals", { item_id: about, reason: text }],
}, {
  objection: motionAtHand, reservation: motionAtHand, amendment: motionAtHand, recusal: () => now().item?.id ?? null,
});

const wide = window.matchMedia("(min-width: 1000px)");
$("[data-agenda-fold]", root).open = wide.matches;
