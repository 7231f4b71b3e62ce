/**
 * A ballot on its way: chosen → confirmed → sent again and again under one id until an answer arrives.
 *
 * The draft of every vote lies in the tab, so that neither an update nor a reload wipes a half-made
 * choice or loses a ballot that the server has not confirmed.
 */

import * as kept from "../components/kept.js";
import { newKey, post } from "./send.js";

const ANSWER_MS = 5000;
const AGAIN_MS = 800;
const POST_MS = 4000;
const PAUSES_MS = [1000, 2000, 4000];
const NO_ANSWER = new Set(["offline", "busy", "store_full", "store_away", "too_many_requests", "http"]);
const IN_WORDS = new Set(["busy", "store_full", "store_away"]);
const SIGNED_OUT = new Set(["not_signed_in", "session_expired"]);
const RELOADED = "ballot-page-reloaded";

export class BallotBox {
  /**
   * @param {{live: Pick<import("../live.js").Live, "ask" | "whenConnected">, base: string, meetingId: number,
   *   seatId: string, changed: () => void}} options
   */
  constructor({ live, base, meetingId, seatId, changed }) {
    this.live = live;
    this.base = base;
    this.meetingId = meetingId;
    this.seatId = seatId;
    this.changed = changed;
    this.prefix = `ballot:${this.meetingId}:${this.seatId}:`;
    this.receipts = new Map();
    this.underWay = new Set();
    this.reopened = new Set();
    this.wakeUp = () => {};
  }

  /** Go on with what a reload interrupted. */
  resume() {
    for (const key of kept.keys(this.prefix)) this.deliver(Number(key.slice(this.prefix.length)));
  }

  /** `{choice, client_id, refusal}` of a vote, or `null`. @param {number} voteId */
  draft(voteId) {
    const text = kept.get(this.prefix + voteId);
    return text ? JSON.parse(text) : null;
  }

  /** @param {number} voteId @param {BallotDraft} draft */
  keep(voteId, draft) {
    kept.set(this.prefix + voteId, JSON.stringify(draft));
    this.changed();
  }

  /** @param {number} voteId */
  forget(voteId) {
    kept.remove(this.prefix + voteId);
    this.reopened.delete(voteId);
    this.changed();
  }

  /** @param {number} voteId @param {string} choice */
  choose(voteId, choice) {
    this.keep(voteId, { choice, client_id: null, refusal: "" });
  }

  /** Show the three buttons again for a ballot that was cast. @param {number} voteId */
  reopen(voteId) {
    this.reopened.add(voteId);
    this.changed();
  }

  /** @param {number} voteId */
  confirm(voteId) {
    const draft = this.draft(voteId);
    if (!draft || draft.client_id) return;
    this.keep(voteId, { ...draft, client_id: newKey() });
    this.deliver(voteId);
  }

  /**
   * The newest receipt: the answer to the sending may be newer than what the room last said.
   * @param {number} voteId @param {any} told
   */
  receipt(voteId, told) {
    const own = this.receipts.get(voteId) ?? null;
    const theirs = told && told.vote_id === voteId ? told : null;
    if (!own || !theirs) return own ?? theirs;
    return Date.parse(theirs.cast_at) >= Date.parse(own.cast_at) ? theirs : own;
  }

  /** The network may be back: do not wait for the end of the pause. */
  nudge() {
    this.wakeUp();
  }

  /** @param {number} voteId */
  async deliver(voteId) {
    if (this.underWay.has(voteId)) return;
    this.underWay.add(voteId);
    for (let attempt = 0; ; attempt += 1) {
      const draft = this.draft(voteId);
      if (!draft?.client_id || draft.refusal) break;
      const answer = await this.send(voteId, draft);
      if (SIGNED_OUT.has(answer.code)) break; // kept: goes on after the next sign-in on this screen
      if (answer.code === "form_expired") this.reloadOnce();
      else if (!NO_ANSWER.has(answer.code)) {
        this.settle(voteId, draft, answer);
        break;
      }
      if (IN_WORDS.has(answer.code)) this.tellTrouble(voteId, answer.message);
      await this.pause(PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)]);
    }
    this.underWay.delete(voteId);
  }

  /**
   * Why the server has not taken it yet; it is sent again all the same.
   * @param {number} voteId @param {string} trouble
   */
  tellTrouble(voteId, trouble) {
    const draft = this.draft(voteId);
    if (draft && draft.trouble !== trouble) this.keep(voteId, { ...draft, trouble });
  }

  /**
   * On the socket that is there; by HTTP when there is none or it does not answer in time.
   * @param {number} voteId @param {BallotDraft} draft
   */
  async send(voteId, draft) {
    const body = {
      meeting_id: this.meetingId, vote_id: voteId, choice: draft.choice, client_id: draft.client_id,
    };
    for (let each = 0; each < 2; each += 1) {
      try {
        return await this.live.ask("ballot.cast", body, ANSWER_MS);
      } catch {
        if (!(await this.live.whenConnected(AGAIN_MS))) break; // a socket that went silent is replaced within seconds
      }
    }
    return post(`${this.base}/ballots`, body, POST_MS);
  }

  /** @param {number} voteId @param {BallotDraft} draft @param {any} answer */
  settle(voteId, draft, answer) {
    sessionStorage.removeItem(RELOADED);
    if (answer.ok) {
      this.receipts.set(voteId, answer.ballot);
      this.forget(voteId);
    } else {
      this.keep(voteId, { ...draft, refusal: answer.message });
    }
  }

  /** The page's form token is too old; a fresh page has a fresh one, and the ballot waits in the storage. */
  reloadOnce() {
    if (sessionStorage.getItem(RELOADED)) return;
    sessionStorage.setItem(RELOADED, "1");
    window.location.reload();
  }

  /** @param {number} milliseconds */
  pause(milliseconds) {
    return new Promise((resolve) => {
      this.wakeUp = () => resolve(undefined);
      setTimeout(resolve, milliseconds);
    });
  }
}
