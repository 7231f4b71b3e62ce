/** The secretary's screen: motions and lines of the record, attendance, and what is going on. */

import { startFrom } from "./amend.js";
import { classForm } from "./class_form.js";
import { isOver, panel, plainActs, renderDesk } from "./desk.js";
import { $, say, show } from "./dom.js";
import { liveForms } from "./forms.js";
import { HEARD_ONLY, objectionList, speakerCard, turnoutBar } from "./parts.js";
import { resultCard } from "./result.js";
import { start } from "./start.js";
import { words } from "./words.js";

const root = $("[data-room]");
/** @type {number | null} */
let another = null; // the item whose motion is through and for which the secretary records one more
let place = "";
const room = start(render);
plainActs(room);
const putClass = classForm(room);
/** @type {number | null} */
let asked = null; // the motion whose class was asked for by itself, once

function render() {
  const { store } = room;
  const item = store.get("item");
  renderDesk(room, false);
  const decides = item && !HEARD_ONLY.has(item.kind);
  const amendable = item?.motion && !item.motion.amends_id && ["MOVED", "OBJECTED"].includes(item.motion.state);
  show($("[data-between]", root), !item && !isOver(store));
  const upcoming = store.get("agenda").items.some((/** @type {ItemRow} */ row) => row.state === "PLACED");
  say($("[data-between]", root), words(upcoming ? "between_items" : "items_over"));
  const recordable = decides && !item.motion;
  const through = recordable && item.step === "result" && another !== item.id;
  show($("[data-another]", root), through);
  show(panel(room, "motion"), recordable && !through);
  show(panel(room, "amendment"), amendable);
  const closed = store.get("minutes")?.open === false;
  show(panel(room, "line"), !closed);
  show(panel(room, "line-closed"), closed && isOver(store));
  renderClass(decides ? item.motion : null);
  startFrom($("#amendment-text", root), amendable ? item.motion : null);
  renderStatus(store);
  forgetSaved(`${store.get("meeting").state} ${item?.id} ${item?.step}`);
}

/**
 * Who decides the motion at hand; a motion that nobody has classed asks for it once by itself.
 * @param {any} motion
 */
function renderClass(motion) {
  const open = ["MOVED", "OBJECTED"].includes(motion?.state);
  show(panel(room, "class"), open);
  if (!open) return;
  say($("[data-class-now]", root), motion.binds_label);
  const why = motion.is_settled ? motion.class_note : motion.asked;
  say($("[data-class-why]", root), why);
  show($("[data-class-why]", root), why);
  $("[data-class-open]", root).classList.toggle("btn-primary", !motion.is_settled);
  if (motion.is_settled || asked === motion.id) return;
  asked = motion.id;
  putClass(motion);
}

$("[data-class-open]", root).addEventListener("click", () => putClass(room.store.get("item")?.motion));

/** 已记录 belongs to what was sent just now: it goes when the meeting goes on. @param {any} now */
function forgetSaved(now) {
  if (place && place !== now) for (const line of root.querySelectorAll("[data-saved]")) say(line, "");
  place = now;
}

$("[data-another-motion]", root).addEventListener("click", () => {
  another = room.store.get("item")?.id ?? null;
  room.store.changed();
});

/** @param {import("./store.js").Store} store */
function renderStatus(store) {
  const consensus = store.get("consensus");
  const speaker = store.get("floor")?.speaker ?? null;
  const open = store.get("vote")?.state === "OPEN";
  const consulting = consensus?.state === "OPEN";
  show(panel(room, "status"), open || consulting || speaker);
  say($("[data-status-title]", root), words(open ? "voting" : consulting ? "consulting" : "speaking_now"));
  speakerCard($("[data-speaker]", root), speaker);
  turnoutBar($("[data-turnout]", root), open ? store.get("turnout") : null);
  objectionList($("[data-objections]", root), consulting ? consensus : null);
  show($("[data-no-objection]", root), consulting && !consensus.objection_count);
  resultCard(room, !open);
}

liveForms(room, {
  /** @param {{ text: string }} given @param {string} key */
  motion: ({ text }, key) => ["motions", { item_id: room.store.get("item")?.id, text, amends_id: null, request_key: key }],
  /** @param {{ text: string }} given @param {string} key */
  amendment: ({ text }, key) => {
    const item = room.store.get("item");
    return ["motions", { item_id: item?.id, text, amends_id: item?.motion?.id, request_key: key }];
  },
  /** @param {{ kind: string, text: string }} given */
  line: ({ kind, text }) => ["minutes", { kind, text, item_id: room.store.get("item")?.id ?? null }],
});
