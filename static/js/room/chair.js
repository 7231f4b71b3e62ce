/** The chair's screen: the next step, the floor, who has voted, objections, the result. */

import { ask } from "./ask.js";
import { classForm } from "./class_form.js";
import { panel, plainActs, renderDesk } from "./desk.js";
import { $, h, redraw, say, show } from "./dom.js";
import { objectionList, queueList, speakerCard, turnoutBar } from "./parts.js";
import { questionPut } from "./question.js";
import { questionForm } from "./question_form.js";
import { resultCard } from "./result.js";
import { start } from "./start.js";
import { secondsUntil } from "./timer.js";
import { words } from "./words.js";

const root = $("[data-room]");
let sending = false;
const room = start(render);
plainActs(room);
const putQuestion = questionForm(room);
const putClass = classForm(room);

function render() {
  const { store } = room;
  // Somebody else chairs now: the page is asked for again, and says so.
  if (store.get("meeting").chair !== root.dataset.chair) return window.location.reload();
  renderNext(store.get("next"));
  show($("[data-too-few]", root), store.get("meeting").state === "INQUORATE" && !store.get("presence").met);
  renderDesk(room, true);
  renderVote(store.get("vote"), store.get("turnout"));
  renderConsensus(store.get("consensus"), store.get("item"));
  resultCard(room, store.get("vote")?.state !== "OPEN");
  renderFloor(store.get("floor"), store.get("vote")?.state === "OPEN");
  show($("[data-own-ballot]", root), store.mine?.has_vote);
}

// --- the next step ----------------------------------------------------------------------------------------

/** @param {NextSlice | null} next */
function renderNext(next) {
  if (!next) return;
  const { main } = next;
  const button = $("[data-next]", root);
  const early = main.not_before !== null && secondsUntil(main.not_before) > 0;
  say($("[data-next-label]", root), main.label);
  const lockedBy = main.locked && main.reason && main.code !== "none" ? words("locked", { reason: main.reason }) : "";
  const { sentence } = room.store.get("presence"); // said in the line above
  say($("[data-next-hint]", root), lockedBy || (main.hint === sentence ? "" : main.hint));
  setLocked(button, main.locked || early || sending);
  show($("[data-next-wait]", root), early);
  if (early) {
    $("[data-next-countdown]", root).dataset.until = main.not_before;
    setTimeout(() => room.store.changed(), 500);
  }
  redraw($("[data-others]", root), next.others, (others) => others.map(otherButton));
}

/** @param {StepView} step */
function otherButton(step) {
  return h(
    "button",
    {
      type: "button", class: "btn btn-plain btn-main", "data-key": step.code,
      "aria-disabled": step.locked ? "true" : null, onclick: () => take(step),
    },
    h("span", {}, step.label, step.locked ? h("span", { class: "btn-why" }, step.reason) : null),
  );
}

/**
 * Locked, yet still to be found by keyboard and reader, with the reason beside it.
 * @param {HTMLButtonElement} button @param {boolean} locked
 */
function setLocked(button, locked) {
  if (locked) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
}

/** @param {StepView} step */
async function take(step) {
  const early = step.not_before !== null && secondsUntil(step.not_before) > 0;
  if (sending || step.locked || early) return;
  const motion = room.store.get("item")?.motion ?? null;
  if (step.asks === "question") return putQuestion(step, motion?.binds ?? "");
  if (step.asks === "class") return putClass(motion);
  const wantsReason = step.asks === "reason";
  let reason = "";
  if (step.confirm || wantsReason) {
    const sentence = step.confirm || words("ask_reason", { label: step.label });
    const yes = await ask($("[data-ask]", root), { sentence, reason: wantsReason });
    if (!yes) return;
    reason = yes.reason;
  }
  sending = true;
  setLocked($("[data-next]", root), true);
  await room.act("next", { code: step.code, target: step.target, reason, binds: motion?.binds ?? "" });
  sending = false;
  room.store.changed();
}

$("[data-next]", root).addEventListener("click", () => {
  const next = room.store.get("next");
  if (next) take(next.main);
});

// --- what is being decided --------------------------------------------------------------------------------

/** @param {VoteSlice | null} vote @param {TurnoutSlice | null} turnout */
function renderVote(vote, turnout) {
  const open = vote?.state === "OPEN";
  show(panel(room, "vote"), open);
  questionPut($("[data-question-put]", root), vote);
  turnoutBar($("[data-turnout]", root), open ? turnout : null);
  const missing = turnout?.missing ?? [];
  say($("[data-missing]", root), missing.length ? words("missing", { names: missing.join("、") }) : words("nobody_missing"));
}

/** @param {ConsensusSlice | null} consensus @param {ItemSlice | null} item */
function renderConsensus(consensus, item) {
  const open = consensus?.state === "OPEN";
  const noted = consensus && consensus.objection_count + consensus.reservation_count > 0;
  show(panel(room, "consensus"), open || (noted && item?.motion?.id === consensus.motion_id));
  if (!consensus) return;
  const counts = { objections: consensus.objection_count, reservations: consensus.reservation_count };
  say($("[data-objection-count]", root), words("objection_count", counts));
  objectionList($("[data-objections]", root), consensus);
}

// --- the floor --------------------------------------------------------------------------------------------

/** @param {FloorSlice | null} floor @param {any} voting */
function renderFloor(floor, voting) {
  show(panel(room, "floor"), floor && !voting);
  if (!floor) return;
  speakerCard($("[data-speaker]", root), floor.speaker);
  show($("[data-floor-free]", root), !floor.speaker);
  show($("[data-speaking]", root), floor.speaker);
  setLocked($("[data-floor-extend]", root), Boolean(floor.speaker?.extended));
  show($("[data-extend-why]", root), Boolean(floor.speaker?.extended));
  show($("[data-floor-next]", root), floor.queue.length && !floor.speaker);
  show($("[data-queue-empty]", root), !floor.queue.length);
  queueList($("[data-queue]", root), floor.queue, null, (speech) =>
    h("button", {
      type: "button", class: "btn btn-plain", "data-key": `give-${speech.id}`,
      "aria-label": words("give_to", { name: speech.name }),
      /** @param {any} event */
      onclick: (event) => room.act("floor/give", { speech_id: speech.id }, event.currentTarget),
    }, words("give")),
  );
}

/** @param {string} selector @param {string} path */
function onSpeaker(selector, path) {
  $(selector, root).addEventListener("click", (/** @type {any} */ event) => {
    const speaker = room.store.get("floor")?.speaker;
    if (speaker && !event.currentTarget.hasAttribute("aria-disabled")) room.act(path, { speech_id: speaker.id }, event.currentTarget);
  });
}
onSpeaker("[data-floor-end]", "floor/end");
onSpeaker("[data-floor-extend]", "floor/extend");
$("[data-floor-next]", root).addEventListener("click", (/** @type {any} */ event) =>
  room.act("floor/give", { speech_id: null }, event.currentTarget),
);
