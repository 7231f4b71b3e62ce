/** The record as it stands on this tablet, and the digest of just this text, which the signature carries. */

import { $, redraw, show } from "./dom.js";
import { minutesList } from "./parts.js";
import { get } from "./send.js";

/** How a signature is refused whose text is no longer the record's. */
const OTHER_TEXT = new Set(["changed_since", "page_unknown"]);

/**
 * The text goes onto the tablet once and stays as it is while somebody reads it; it is fetched anew where the server
 * says that the record is another by now.
 * @param {Room} room
 */
export function recordToSign(room) {
  const list = $("[data-record-text]", room.root);
  /** @type {any} */
  let shown = null;
  let asking = false;

  async function load() {
    if (asking) return;
    asking = true;
    const answer = await get(`${room.base}/minutes`);
    asking = false;
    if (!answer.ok) return; // asked again at the next change of the room
    shown = answer;
    minutesList(list, answer);
    list.scrollTop = 0;
    room.store.changed();
  }

  return {
    /** What stands here, for the act; `null` while nothing does. */
    get seen() {
      return shown?.seen ?? null;
    },
    /** Show the text, or take it away. @param {boolean} wanted */
    render(wanted) {
      show(list, wanted && shown);
      if (!wanted) shown = null;
      else if (!shown) load();
    },
    /** The answer to a signature: another text than this one is put here. @param {Answer} answer */
    answered(answer) {
      if (!OTHER_TEXT.has(answer.code ?? "")) return;
      redraw(list, [], () => []);
      shown = null;
      load();
    },
  };
}
