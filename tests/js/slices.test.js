import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

import { Slices } from "../../static/js/slices.js";

describe("Slices", () => {
  let given;
  let slices;
  const send = (seq, epoch = "e1") => slices.receive({ epoch, seq, slice: "floor", data: seq });

  beforeEach(() => {
    given = [];
    slices = new Slices((_name, data) => given.push(data));
  });

  test("what comes before the first snapshot is held and taken after it, in order and without what it contains", () => {
    for (const seq of [9, 7, 8]) assert.equal(send(seq), false);
    assert.deepEqual(given, []);
    slices.begin({ epoch: "e1", seq: 7 }, true);
    assert.equal(slices.release(), false);
    assert.deepEqual(given, [8, 9]);
  });

  test("the next number is taken, an old one is dropped", () => {
    slices.begin({ epoch: "e1", seq: 7 }, true);
    assert.equal(send(8), false);
    assert.equal(send(8), false);
    assert.equal(send(3), false);
    assert.equal(send(9), false);
    assert.deepEqual(given, [8, 9]);
  });

  test("a gap in the numbers asks for the snapshot, and what follows waits for it", () => {
    slices.begin({ epoch: "e1", seq: 7 }, true);
    assert.equal(send(9), true);
    assert.equal(send(10), false);
    assert.deepEqual(given, []);
    slices.begin({ epoch: "e1", seq: 9 }, true);
    assert.equal(slices.release(), false);
    assert.deepEqual(given, [10]);
  });

  test("another epoch asks for the snapshot, however its numbers go on", () => {
    slices.begin({ epoch: "e1", seq: 7 }, true);
    assert.equal(send(8, "e2"), true);
    assert.deepEqual(given, []);
    slices.begin({ epoch: "e2", seq: 7 }, true);
    assert.equal(slices.release(), false);
    assert.deepEqual(given, [8]);
  });

  test("what was held of an epoch that is over is forgotten", () => {
    send(8, "e1");
    slices.begin({ epoch: "e2", seq: 3 }, true);
    assert.equal(slices.release(), false);
    assert.deepEqual(given, []);
    assert.equal(send(4, "e2"), false);
    assert.deepEqual(given, [4]);
  });

  test("a gap in what was held asks again and keeps the rest", () => {
    for (const seq of [8, 10, 11]) send(seq);
    slices.begin({ epoch: "e1", seq: 7 }, true);
    assert.equal(slices.release(), true);
    assert.deepEqual(given, [8]);
    slices.begin({ epoch: "e1", seq: 9 }, true);
    assert.equal(slices.release(), false);
    assert.deepEqual(given, [8, 10, 11]);
  });

  test("without a joined room the snapshot stands alone: slices go on being held", () => {
    send(8);
    slices.begin({ epoch: "e1", seq: 7 }, false);
    assert.equal(slices.release(), false);
    assert.deepEqual(given, []);
    slices.begin({ epoch: "e1", seq: 7 }, true);
    slices.release();
    assert.deepEqual(given, [8]);
  });

  test("a snapshot is older only than what was taken of its own epoch", () => {
    slices.begin({ epoch: "e1", seq: 7 }, true);
    assert.equal(slices.isPast({ epoch: "e1", seq: 6 }), true);
    assert.equal(slices.isPast({ epoch: "e1", seq: 7 }), false);
    assert.equal(slices.isPast({ epoch: "e2", seq: 1 }), false);
    slices.lose();
    assert.equal(slices.isPast({ epoch: "e1", seq: 6 }), false);
  });

  test("of a flood the oldest are let go, and the snapshot is then asked for", () => {
    for (let seq = 1; seq <= 450; seq += 1) send(seq);
    slices.begin({ epoch: "e1", seq: 0 }, true);
    assert.equal(slices.release(), true);
    assert.deepEqual(given, []);
  });
});
