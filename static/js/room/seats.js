/** The attendance list for chair and secretary: every seat with its state and what can be corrected. */

import { h, redraw } from "./dom.js";
import { words } from "./words.js";

/** `acts` is `{toggle(seat), recuse(seat) | null}`. */
export function seatList(node, presence, itemId, acts) {
  redraw(node, { seats: presence.seats, itemId }, () => {
    const groups = new Map();
    for (const seat of presence.seats ?? []) groups.set(seat.party, [...(groups.get(seat.party) ?? []), seat]);
    return [...groups].map(([party, seats]) =>
      h("li", {}, h("p", { class: "seat-party" }, party), h("ul", {}, seats.map((s) => seatRow(s, itemId, acts)))),
    );
  });
}

function seatRow(seat, itemId, acts) {
  const state = seat.present ? "seat_present" : seat.leave ? "seat_leave" : "seat_absent";
  const toggle = words(seat.present ? "mark_absent" : "mark_present", seat);
  const mayRecuse = acts.recuse && itemId && seat.has_vote && seat.present;
  return h(
    "li",
    { class: seat.present ? "seat present" : "seat" },
    h("span", { class: "seat-name" }, seat.name, h("small", {}, ` ${seat.post}`)),
    h("span", { class: "seat-state" }, `${seat.present ? "●" : "○"} ${words(state)}`),
    h("span", { class: "seat-acts" },
      h("button", { type: "button", class: "btn btn-plain", "data-key": `seat-${seat.id}`, onclick: () => acts.toggle(seat) },
        toggle),
      mayRecuse
        ? h("button", { type: "button", class: "btn btn-quiet", "aria-label": `${seat.name} ${words("recuse")}`,
            "data-key": `recuse-${seat.id}`, onclick: () => acts.recuse(seat) }, words("recuse"))
        : null,
    ),
  );
}
