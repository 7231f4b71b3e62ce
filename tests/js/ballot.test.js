import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { network, settle, tab } from "./page.js";

const { BallotBox } = await import("../../static/js/room/ballot.js");

const VOTE = 5;
const RECEIPT = { vote_id: VOTE, choice: "AGREE", receipt: "K7", cast_at: "2026-03-10T11:40:00Z" };
const TAKEN = { ok: true, ballot: RECEIPT };

describe("BallotBox", () => {
  let sent;
  let answers;
  let changes;
  let box;

  const open = () =>
    new BallotBox({
      live: {
        ask: async (_event, body) => {
          sent.push(body);
          const answer = answers.shift();
          if (!answer) throw new Error("no socket");
          return answer;
        },
        whenConnected: async () => answers.length > 0,
      },
      base: "/rooms/3",
      meetingId: 3,
      seatId: "12",
      changed: () => {
        changes += 1;
      },
    });

  beforeEach(() => {
    mock.timers.enable({ apis: ["setTimeout"] });
    tab.clear();
    network.asked.length = 0;
    network.answer = async () => {
      throw new TypeError("no network");
    };
    window.location.reloads = 0;
    [sent, answers, changes] = [[], [], 0];
    box = open();
  });

  afterEach(() => mock.timers.reset());

  test("a choice is only a draft until it is confirmed", async () => {
    box.choose(VOTE, "AGREE");
    await settle();
    assert.deepEqual(box.draft(VOTE), { choice: "AGREE", client_id: null, refusal: "" });
    assert.deepEqual(sent, []);
    assert.equal(changes, 1);
  });

  test("a confirmed ballot goes once over the socket, and its receipt replaces the draft", async () => {
    answers = [TAKEN];
    box.choose(VOTE, "AGREE");
    box.confirm(VOTE);
    box.confirm(VOTE);
    await settle();
    assert.equal(sent.length, 1);
    assert.equal(sent[0].choice, "AGREE");
    assert.equal(box.draft(VOTE), null);
    assert.deepEqual(box.receipt(VOTE, null), RECEIPT);
  });

  test("without an answer it is sent again under the same id until one arrives", async () => {
    network.answer = async () => ({ ok: false, code: "busy", message: "请稍候" });
    box.choose(VOTE, "OPPOSE");
    box.confirm(VOTE);
    await settle();
    assert.equal(box.draft(VOTE).trouble, "请稍候");
    network.answer = async () => TAKEN;
    mock.timers.tick(1000);
    await settle();
    const ids = new Set([...sent, ...network.asked.map((one) => one.body)].map((body) => body.client_id));
    assert.equal(ids.size, 1);
    assert.equal(network.asked.length, 2);
    assert.equal(box.draft(VOTE), null);
  });

  test("a nudge ends the pause at once", async () => {
    box.choose(VOTE, "AGREE");
    box.confirm(VOTE);
    await settle();
    network.answer = async () => TAKEN;
    box.nudge();
    await settle();
    assert.deepEqual(box.receipt(VOTE, null), RECEIPT);
  });

  test("a refusal stays with its words until the voter has seen it", async () => {
    answers = [{ ok: false, code: "vote_closed", message: "表决已结束" }];
    box.choose(VOTE, "AGREE");
    box.confirm(VOTE);
    await settle();
    assert.equal(box.draft(VOTE).refusal, "表决已结束");
    assert.equal(sent.length, 1);
    box.forget(VOTE);
    assert.equal(box.draft(VOTE), null);
  });

  test("who is signed out keeps the ballot, and it goes on after a reload under the same id", async () => {
    answers = [{ ok: false, code: "session_expired", message: "" }];
    box.choose(VOTE, "AGREE");
    box.confirm(VOTE);
    await settle();
    assert.equal(sent.length, 1);
    answers = [TAKEN];
    box = open();
    box.resume();
    await settle();
    assert.equal(sent.length, 2);
    assert.equal(sent[0].client_id, sent[1].client_id);
    assert.deepEqual(box.receipt(VOTE, null), RECEIPT);
  });

  test("an old form token reloads the page, once", async () => {
    network.answer = async () => ({ ok: false, code: "form_expired", message: "" });
    box.choose(VOTE, "AGREE");
    box.confirm(VOTE);
    await settle();
    mock.timers.tick(1000);
    await settle();
    assert.equal(network.asked.length, 2);
    assert.equal(window.location.reloads, 1);
  });

  test("of two receipts the newer counts, and one of another vote does not", async () => {
    answers = [TAKEN];
    box.choose(VOTE, "AGREE");
    box.confirm(VOTE);
    await settle();
    const later = { ...RECEIPT, receipt: "M2", cast_at: "2026-03-10T11:41:00Z" };
    const earlier = { ...RECEIPT, receipt: "A1", cast_at: "2026-03-10T11:39:00Z" };
    assert.equal(box.receipt(VOTE, later), later);
    assert.equal(box.receipt(VOTE, earlier).receipt, "K7");
    assert.equal(box.receipt(VOTE, { ...later, vote_id: 6 }).receipt, "K7");
    assert.equal(box.receipt(6, later), null);
  });
});
