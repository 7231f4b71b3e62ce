import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { network, settle } from "./page.js";

const { Clock, Live } = await import("../../static/js/live.js");

const snapshot = (seq, epoch = "e1") => ({ ok: true, epoch, seq, slices: {}, mine: { seq }, server_time: "2026-03-10T11:00:00Z" });

/** A socket whose server says what `answers` has for an event. */
function socket(answers) {
  const heard = {};
  return {
    connected: true,
    io: { on: () => {} },
    on: (name, act) => {
      heard[name] = act;
    },
    timeout: () => ({
      emit: (event, _body, done) => {
        const answer = answers[event]?.();
        if (answer) done(null, answer);
        else done(new Error("timeout"));
      },
    }),
    disconnect() {
      this.connected = false;
    },
    connect: () => {},
    hear: (name, told) => heard[name](told),
  };
}

describe("Live", () => {
  let told;
  let live;

  beforeEach(() => {
    mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: Date.parse("2026-03-10T11:00:00Z") });
    network.asked.length = 0;
    network.answer = async () => snapshot(1);
    window.io = undefined;
    told = { snapshots: [], slices: [], mine: [], status: [] };
    live = new Live({
      meetingId: 3,
      audience: "tablet",
      hallToken: "",
      snapshotUrl: "/rooms/3/snapshot",
      onSnapshot: (one) => told.snapshots.push(one.seq),
      onSlice: (_name, data) => told.slices.push(data),
      onMine: (mine) => told.mine.push(mine.seq),
      onBallot: () => {},
      onStatus: (status) => told.status.push(status),
    });
  });

  afterEach(() => mock.timers.reset());

  test("joins, takes the snapshot over the socket, then slice by slice", async () => {
    const wire = socket({ join: () => ({ ok: true }), snapshot: () => snapshot(4) });
    window.io = () => wire;
    live.start();
    wire.hear("connect");
    await settle();
    wire.hear("slice", { epoch: "e1", seq: 5, slice: "floor", data: "five" });
    assert.deepEqual(told.snapshots, [4]);
    assert.deepEqual(told.slices, ["five"]);
    assert.deepEqual(network.asked, []);
    assert.equal(live.connected, true);
  });

  test("a gap in the numbers fetches the snapshot again", async () => {
    let at = 4;
    const wire = socket({ join: () => ({ ok: true }), snapshot: () => snapshot(at) });
    window.io = () => wire;
    live.start();
    wire.hear("connect");
    await settle();
    at = 6;
    wire.hear("slice", { epoch: "e1", seq: 6, slice: "floor", data: "six" });
    await settle();
    assert.deepEqual(told.snapshots, [4, 6]);
    assert.deepEqual(told.slices, []);
  });

  test("without a socket the snapshot is fetched every three seconds", async () => {
    live.start();
    mock.timers.tick(1200);
    await settle();
    mock.timers.tick(1800);
    await settle();
    assert.equal(network.asked.length, 2);
    assert.deepEqual(told.snapshots, [1, 1]);
  });

  test("questions never stack: a second wish while one is under way is one question more, later", async () => {
    let answer;
    network.answer = () => new Promise((resolve) => {
      answer = resolve;
    });
    live.resync();
    await settle();
    live.resync();
    live.resync();
    await settle();
    assert.equal(network.asked.length, 1);
    answer(snapshot(1));
    await settle();
    assert.equal(network.asked.length, 1);
    mock.timers.tick(1250);
    await settle();
    assert.equal(network.asked.length, 2);
  });

  test("a final refusal ends the page, and nothing is asked any more", async () => {
    network.answer = async () => ({ ok: false, code: "session_expired", message: "请重新登录" });
    await live.resync();
    assert.deepEqual(told.status, ["session_expired"]);
    network.answer = async () => snapshot(2);
    await live.resync();
    assert.equal(network.asked.length, 1);
    assert.deepEqual(told.snapshots, []);
  });

  test("a lost network is worth a word after three seconds, and what polling brings another", async () => {
    network.answer = async () => {
      throw new TypeError("no network");
    };
    await live.resync();
    assert.deepEqual(told.status, ["ok"]);
    mock.timers.tick(3000);
    await settle(); // it has tried again meanwhile
    assert.equal(told.status.at(-1), "reconnecting");
    network.answer = async () => snapshot(1);
    await live.resync();
    assert.equal(told.status.at(-1), "polling");
  });

  test("a snapshot older than what the page has gives it only what is its own", () => {
    live.joined = true;
    live.take(snapshot(4));
    live.receive({ epoch: "e1", seq: 5, slice: "floor", data: "five" });
    live.take(snapshot(4));
    assert.deepEqual(told.snapshots, [4]);
    assert.deepEqual(told.mine, [4]);
    live.take(snapshot(2, "e2"));
    assert.deepEqual(told.snapshots, [4, 2]);
  });

  test("a socket that falls silent is replaced by one that takes over when it is open", async () => {
    const wires = [];
    window.io = () => {
      wires.push(socket({ join: () => ({ ok: true }), snapshot: () => snapshot(4) }));
      return wires.at(-1);
    };
    live.start();
    wires[0].hear("connect");
    await settle();
    mock.timers.tick(5000);
    assert.equal(wires.length, 2);
    assert.equal(live.socket, wires[0]);
    wires[1].hear("connect");
    await settle();
    assert.equal(live.socket, wires[1]);
    assert.equal(wires[0].connected, false);
    assert.equal(live.connected, true);
  });

  test("a question whose socket goes is refused at once", async () => {
    const wire = socket({ join: () => ({ ok: true }), snapshot: () => snapshot(4) });
    window.io = () => wire;
    live.start();
    wire.hear("connect");
    await settle();
    wire.timeout = () => ({ emit: () => {} });
    const asked = live.ask("ballot.cast", {}, 5000);
    wire.hear("disconnect", "transport close");
    await assert.rejects(asked, /lost/);
    await assert.rejects(live.ask("ballot.cast", {}, 5000), /no socket/);
  });
});

describe("Clock", () => {
  test("the quickest recent answer sets the clock; a slower one does not move it for a minute", () => {
    const clock = new Clock();
    clock.sample("2026-03-10T11:00:05Z", 0, 100);
    const first = clock.offset;
    clock.sample("2026-03-10T11:00:30Z", 1000, 3000);
    assert.equal(clock.offset, first);
    clock.sample("2026-03-10T11:00:07Z", 2000, 2050);
    assert.notEqual(clock.offset, first);
    const second = clock.offset;
    clock.sample("2026-03-10T11:02:00Z", 100000, 103000);
    assert.notEqual(clock.offset, second);
  });
});
