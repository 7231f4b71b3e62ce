/** Pieces that more than one room page shows. Each draws one slice into one element. */

import { amendedTo } from "./amend.js";
import { h, redraw, say, show } from "./dom.js";
import { choiceMark } from "./question.js";
import { clockTime, words } from "./words.js";

export const HEARD_ONLY = new Set(["report", "pledge_report", "talk"]);
/** @type {Record<string, string>} */
const CHOICE_CLASSES = {
  AGREE: "choice choice-agree", OPPOSE: "choice choice-oppose", ABSTAIN: "choice choice-abstain",
  NOT_CAST: "choice choice-none",
};
/** @type {Record<string, string>} */
const OUTCOME_SIGNS = { NOT_CARRIED: "✕", NOT_ADVISED: "—", DEFERRED: "◌" }; // what was carried, advised or heard is ✔
/** @type {Record<string, string>} */
const SIDE_SIGNS = { for: "＋", against: "－", question: "？" };

/**
 * 汇报 → … → 宣布结果; what was done is ticked, where we are is marked. Consensus and vote may be left out.
 * @param {any} node @param {ItemSlice} item @param {import("./store.js").Store} store
 */
export function stepLine(node, item, store) {
  const leftOut = new Set(["consensus", "vote"].filter((name) => !store.get(name)));
  const steps = [...node.children];
  const at = steps.findIndex((step) => step.dataset.step === item.step);
  steps.forEach((step, index) => {
    show(step, index === 0 || !HEARD_ONLY.has(item.kind));
    step.classList.toggle("done", index < at && !leftOut.has(step.dataset.step));
    if (index === at) step.setAttribute("aria-current", "step");
    else step.removeAttribute("aria-current");
  });
}

/**
 * While it is reported and asked about: who reports (the hall has no names) and how long it may take.
 * @param {HTMLElement} node @param {ItemSlice} item
 */
export function planLine(node, item) {
  say(node, words(item.presenter ? "item_plan" : "item_minutes", item));
  show(node, !item.motion && ["report", "questions"].includes(item.step));
}

/** @param {HTMLElement} node @param {AgendaSlice} agenda */
export function agendaList(node, agenda) {
  redraw(node, agenda, () =>
    agenda.items.map((row) => {
      const current = row.id === agenda.current_item_id;
      return h(
        "li",
        { class: `agenda-row ${row.state.toLowerCase()}`, "aria-current": current ? "true" : null },
        h("span", { class: "number" }, `${row.position}`),
        h("span", { class: "agenda-title" }, row.title),
        h("span", { class: "agenda-state" }, agendaState(row, current)),
      );
    }),
  );
}

/** @param {any} row @param {boolean} current */
function agendaState(row, current) {
  if (current) return `● ${words("current_item")}`;
  return row.outcome ? `${OUTCOME_SIGNS[row.outcome] ?? "✔"} ${row.outcome_label}` : row.kind_label;
}

/** 汇报人, minutes planned and how many reports an item brings together, as one line. @param {ItemSlice} item */
export function itemFacts(item) {
  const reports = item.topic?.reports ?? 1;
  const facts = [item.presenter && "presented_by", item.minutes && "minutes_planned", reports > 1 && "reports_merged"];
  return facts.filter(Boolean).map((name) => words(String(name), { ...item, reports })).join(" · ");
}

/**
 * 现状 and 建议 of the topic behind an item; open while it is reported and asked about.
 * @param {any} fold @param {HTMLElement} node @param {ItemSlice | null} item
 */
export function topicFold(fold, node, item) {
  const topic = /** @type {any} */ (item?.topic ?? null);
  show(fold, topic);
  const early = ["report", "questions"].includes(item?.step ?? "");
  redraw(node, topic && { id: item?.id, early, topic }, () => {
    fold.open = early;
    const parts = ["situation", "proposal"].filter((name) => topic?.[name]);
    return parts.flatMap((name) => [h("h3", {}, words(name)), h("p", {}, topic[name])]);
  });
}

/**
 * A motion or an amendment as a card, with the motion that it would change; `null` clears it.
 * @param {HTMLElement} node @param {MotionView | null} motion @param {MotionView | null} [amended]
 */
export function motionCard(node, motion, amended = null) {
  show(node, motion);
  redraw(node, motion && { motion, amended }, () => (motion ? motionParts(motion, amended) : []));
}

/** @param {MotionView} motion @param {MotionView | null} amended */
function motionParts(motion, amended) {
  const parts = [
    h("p", { class: "motion-head" },
      h("strong", {}, motionName(motion)),
      h("span", { class: "motion-tag" }, motion.state_label),
      h("span", { class: "motion-tag" }, motion.binds_label),
      motion.mover_party ? h("span", { class: "motion-mover" }, words("moved_by", { who: moverOf(motion) })) : null,
    ),
    h("p", { class: "motion-text" }, amended ? amendedTo(amended.text, motion.text) : motion.text),
  ];
  if (amended) parts.splice(1, 0, h("p", { class: "motion-amended" }, h("strong", {}, words("amends", amended)), amended.text));
  const silent = motion.amends_id || ["LOST", "WITHDRAWN", "POSTPONED", "CARRIED"].includes(motion.state); // a verdict says it itself
  if (motion.needs_owners && !silent) parts.push(h("p", { class: "motion-note" }, words("needs_owners")));
  return parts;
}

/** The hall has no names. @param {MotionView} motion */
function moverOf(motion) {
  return motion.mover ? `${motion.mover}（${motion.mover_party}）` : motion.mover_party;
}

/**
 * The last vote on the motion at hand was voided: everybody is told, the hall without the reason.
 * @param {HTMLElement} node @param {ItemSlice | null} item
 */
export function voidedLine(node, item) {
  const voided = item?.voided ?? null;
  show(node, voided !== null);
  say(node, voided ? words("voided", { reason: voided }) : words("voided_hall"));
}

/**
 * The motion still to be decided; one that waits for its next round shows the result of the last.
 * @param {ItemSlice | null} item
 */
export function inHand(item) {
  return item?.motion && item.motion.state !== "RUN_OFF" ? item.motion : null;
}

/** @param {MotionView} motion */
export function motionName(motion) {
  return words(motion.amends_id ? "amendment_number" : "motion_number", { number: motion.number });
}

/**
 * What decided last in the open item: `vote`, `consensus` (declared), or `null`.
 * @param {VoteSlice | null} vote @param {ConsensusSlice | null} consensus
 */
export function lastOutcome(vote, consensus) {
  const voted = vote?.state === "CLOSED" && vote.result;
  const declared = consensus?.state === "DECLARED";
  if (declared && (!vote || Date.parse(consensus.closes_at) > Date.parse(vote.opened_at))) return "consensus";
  return voted ? "vote" : null;
}

/**
 * The state in words; who was too few and has become enough waits for the chair, or for a party that is not there.
 * @param {MeetingSlice} meeting @param {PresenceSlice} presence
 */
export function stateName(meeting, presence) {
  if (meeting.state !== "INQUORATE" || presence.present < presence.required) return meeting.state_label;
  return words(presence.met ? "enough_now" : "party_missing");
}

/** 物业企业 1 人, for each party of whom somebody takes no part in the open item. @param {PresenceSlice} presence */
export function recusedParties(presence) {
  return presence.parties.filter((party) => party.recused).map((party) => words("recused_count", party));
}

/** @param {HTMLElement} node @param {PresenceSlice} presence */
export function attendanceByParty(node, presence) {
  redraw(node, presence.parties, () =>
    presence.parties.map((party) =>
      h(
        "li",
        { class: party.present ? "" : "absent" },
        h("span", {}, party.name),
        h("strong", { class: "figure" }, words(party.recused ? "present_recused" : "present_of", party)),
      ),
    ),
  );
}

/**
 * Who speaks, for which side, and the timer; `hall` pages have no name and show the party.
 * @param {HTMLElement} node @param {SpeechView | null} speaker
 */
export function speakerCard(node, speaker) {
  show(node, speaker);
  redraw(node, speaker, () => (speaker ? speakerParts(speaker) : []));
}

/** @param {SpeechView} speaker */
function speakerParts(speaker) {
  const who = speaker.name ? `${speaker.name}（${speaker.party}）` : speaker.party;
  const timer = h("span", {
    class: "timer", role: "timer",
    "data-since": speaker.started_at, "data-allowed": speaker.allowed_seconds,
  });
  return [
    h("span", { class: `side ${speaker.side}` }, sideText(speaker)),
    h("span", { class: "speaker-name" }, words("speaking", { who })),
    timer,
  ];
}

/** @param {SpeechView} speech */
export function sideText(speech) {
  return `${SIDE_SIGNS[speech.side] ?? ""} ${speech.side_label}`;
}

/**
 * The queue; `extra(speech)` adds buttons, `ownSeat` marks one's own place.
 * @param {HTMLElement} node @param {SpeechView[]} queue @param {number | null} [ownSeat]
 * @param {(speech: SpeechView) => any} [extra]
 */
export function queueList(node, queue, ownSeat = null, extra = (_speech) => null) {
  redraw(node, { queue, ownSeat }, () =>
    queue.map((speech, index) =>
      h(
        "li",
        { class: speech.seat_id !== null && speech.seat_id === ownSeat ? "own" : "" },
        h("span", { class: "number" }, `${index + 1}`),
        h("span", { class: `side ${speech.side}` }, sideText(speech)),
        h("span", { class: "queue-name" }, speech.name ?? "", h("small", {}, ` ${speech.party}`)),
        extra(speech),
      ),
    ),
  );
}

/** How many have cast, never what. @param {HTMLElement} node @param {TurnoutSlice | null} turnout */
export function turnoutBar(node, turnout) {
  show(node, turnout);
  if (!turnout) return;
  const bar = node.querySelector("progress");
  bar.max = Math.max(turnout.roll, 1);
  bar.value = turnout.cast;
  say(node.querySelector("[data-turnout-text]"), words("turnout", turnout));
}

/** @param {HTMLElement} node @param {BallotView[] | null} ballots @param {QuestionView} question */
export function ballotList(node, ballots, question) {
  redraw(node, ballots, () =>
    (ballots ?? []).map((ballot) =>
      h(
        "li",
        {},
        h("span", {}, ballot.name, h("small", {}, ` ${ballot.party}`)),
        h("strong", { class: CHOICE_CLASSES[ballot.choice] ?? "choice-made" }, choiceMark(question, ballot.choice)),
      ),
    ),
  );
}

/** @param {HTMLElement} node @param {ConsensusSlice | null} consensus */
export function objectionList(node, consensus) {
  redraw(node, consensus && { state: consensus.state, objections: consensus.objections }, () =>
    (consensus?.objections ?? []).map((one) =>
      h(
        "li",
        { class: one.kind },
        h("strong", {}, words(one.kind)),
        ` ${one.name}（${one.party}）`,
        one.text ? `：${one.text}` : `：${words(consensus?.state === "OPEN" ? "reason_coming" : "reason_missing")}`,
      ),
    ),
  );
}

/** @param {HTMLElement} node @param {MinutesSlice | null} minutes */
export function minutesList(node, minutes) {
  const atEnd = node.scrollHeight - node.scrollTop - node.clientHeight < 40;
  redraw(node, minutes?.lines ?? [], (lines) =>
    lines.map((/** @type {LineView} */ line) =>
      h("li", { class: line.kind }, h("time", { datetime: line.at }, clockTime(line.at, false)), h("span", {}, line.text)),
    ),
  );
  if (atEnd) node.scrollTop = node.scrollHeight;
}
