/**
 * The wire of a room page: join, snapshot, numbered slices.
 *
 * The rule: join first, then get the snapshot (over the socket; by request where that fails); a slice that is
 * not newer than the snapshot is dropped; a gap in the numbers or another epoch means "get the snapshot again".
 * Requests never stack, and back off. Without a socket the snapshot is fetched every three seconds while the
 * page is visible.
 *
 * The server is heard every three seconds. A socket that falls silent without closing (another access point, a
 * router that forgot it) is replaced by a new one, which takes over once it is open; requests that hang on
 * connections of the same kind are given up.
 */

import { Slices } from "./slices.js";
import { deadline, freshen } from "./waits.js";

const BACKOFF_MS = [1000, 2000, 4000, 10000];
const POLL_MS = 3000;
const PATIENCE_MS = 3000; // a shorter break is not worth a word
const FETCH_MS = [3000, 3000, 5000, 8000]; // by how many have failed: a slow network gets more time, a dead one is left soon
const SNAPSHOT_MS = 2500;
const SILENCE_MS = 4200; // the server speaks every three seconds
const SPARE_MS = 5000;
const LONG_SLEEP_MS = 15000; // after this a phone may have killed the socket without saying so
const FINAL = new Set(["not_signed_in", "session_expired", "forbidden", "not_found"]);

/** The server's clock, judged from the quickest recent answer. */
export class Clock {
  constructor() {
    this.offset = 0;
    this.trip = Infinity;
    this.sampledAt = 0;
  }

  /** @param {string} serverTime @param {number} sentAt @param {number} receivedAt */
  sample(serverTime, sentAt, receivedAt) {
    const trip = receivedAt - sentAt;
    const stale = receivedAt - this.sampledAt > 60000;
    if (!stale && trip > this.trip) return;
    this.offset = Date.parse(serverTime) - (sentAt + receivedAt) / 2;
    this.trip = trip;
    this.sampledAt = receivedAt;
  }

  /** Milliseconds since 1970 on the server's clock. */
  now() {
    return Date.now() + this.offset;
  }
}

export class Live {
  /**
   * @param {{meetingId: number, audience: string, hallToken: string, snapshotUrl: string,
   *   onSnapshot: (snapshot: any) => void, onSlice: (name: string, data: any) => void, onMine: (mine: any) => void,
   *   onBallot: (ballot: any) => void, onStatus: (status: string, message: string) => void}} options
   */
  constructor(options) {
    this.options = options;
    this.clock = new Clock();
    this.slices = new Slices(options.onSlice);
    this.joined = false;
    this.fetching = false;
    this.again = false;
    /** @type {number | undefined} */
    this.retry = undefined; // the timer of the next try
    this.failures = 0;
    this.ended = null; // the final refusal, if there was one
    this.lostAt = Date.now();
    this.polled = false;
    this.hiddenAt = 0;
    this.told = "";
    this.socket = null;
    this.spare = null; // the socket that is being opened beside a silent one
    this.heardAt = Date.now();
    this.patience = SILENCE_MS + Math.random() * 400;
    this.waiting = new Set(); // how to end a question whose socket is gone
    this.joining = new Set(); // whom to tell when a room has been joined
  }

  start() {
    this.openSocket();
    this.watchPage();
    setTimeout(() => this.poll(), 1200);
    setInterval(() => this.poll(), POLL_MS);
    setInterval(() => {
      this.tellStatus();
      this.watchSilence();
    }, 500);
  }

  get connected() {
    return Boolean(this.socket?.connected && this.joined);
  }

  /**
   * Ask over the socket and wait for the acknowledgement; rejects when there is none in time, or the socket goes.
   * @param {string} event @param {object} body @param {number} milliseconds
   */
  ask(event, body, milliseconds) {
    return new Promise((resolve, reject) => {
      if (!this.connected) {
        reject(new Error("no socket"));
        return;
      }
      this.waiting.add(reject);
      this.socket.timeout(milliseconds).emit(event, body, (/** @type {any} */ error, /** @type {any} */ answer) => {
        this.waiting.delete(reject);
        if (error) reject(error);
        else resolve(answer);
      });
    });
  }

  /** Resolves when a room is joined, or when the time is over; tells which. @param {number} milliseconds */
  whenConnected(milliseconds) {
    if (this.connected) return Promise.resolve(true);
    return new Promise((resolve) => {
      this.joining.add(resolve);
      setTimeout(() => this.joining.delete(resolve) && resolve(this.connected), milliseconds);
    });
  }

  openSocket() {
    if (window.io) this.socket = this.wire(); // without it polling carries the page
  }

  wire() {
    const socket = /** @type {any} */ (window).io({
      forceNew: true,
      query: { meeting: this.options.meetingId }, // a proxy keeps the screens of a meeting together by it
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnectionDelay: 1000,
      reconnectionDelayMax: 10000,
    });
    /** @param {Function} take */
    const own = (take) => (/** @type {any} */ told) => {
      this.heard(socket);
      if (socket === this.socket) take(told);
    };
    socket.io.on("ping", () => this.heard(socket));
    socket.on("connect", () => {
      this.takeOver(socket);
      this.join(0);
    });
    socket.on("slice", own((/** @type {Envelope} */ envelope) => this.receive(envelope)));
    socket.on("mine", own((/** @type {Mine} */ mine) => this.receiveMine(mine)));
    socket.on("ballot", own((/** @type {MyBallot} */ ballot) => this.receiveBallot(ballot)));
    socket.on("disconnect", (/** @type {string} */ reason) => {
      if (socket !== this.socket) return;
      this.lose();
      if (reason === "io server disconnect") setTimeout(() => socket === this.socket && socket.connect(), 2000);
    });
    return socket;
  }

  /** @param {any} socket */
  heard(socket) {
    if (socket !== this.socket) return;
    this.heardAt = Date.now();
    this.drop(this.spare); // it was only slow
  }

  /** The spare socket is open: it is the socket now. @param {any} socket */
  takeOver(socket) {
    this.heardAt = Date.now();
    if (socket === this.socket) return;
    const before = this.socket;
    this.socket = socket;
    this.spare = null;
    this.lose();
    before.disconnect();
  }

  watchSilence() {
    if (this.ended || document.hidden || !this.socket?.connected) return;
    if (Date.now() - this.heardAt > this.patience) this.renew();
  }

  /** Open another socket beside one that may be dead. */
  renew() {
    if (this.spare || !this.socket) return;
    const spare = this.wire();
    this.spare = spare;
    setTimeout(() => this.drop(spare), SPARE_MS);
    freshen();
  }

  /** @param {any} spare */
  drop(spare) {
    if (!spare || spare !== this.spare) return;
    this.spare = null;
    spare.disconnect();
  }

  get place() {
    const { meetingId, audience, hallToken } = this.options;
    return hallToken ? { meeting_id: meetingId, audience, hall_token: hallToken } : { meeting_id: meetingId, audience };
  }

  /** @param {number} attempt */
  join(attempt) {
    const { socket } = this;
    socket.timeout(5000).emit("join", this.place, (/** @type {any} */ error, /** @type {any} */ answer) => {
      if (socket !== this.socket) return;
      if (!error && answer.ok) {
        this.joined = true;
        this.resync();
        for (const tell of this.joining) tell(true);
        this.joining.clear();
      } else if (!error && FINAL.has(answer.code)) {
        this.end(answer);
      } else if (socket.connected) {
        setTimeout(() => socket === this.socket && socket.connected && !this.joined && this.join(attempt + 1), pause(attempt));
      }
    });
  }

  lose() {
    if (this.joined || !this.lostAt) this.lostAt = Date.now();
    this.joined = false;
    this.slices.lose();
    this.polled = false;
    for (const reject of this.waiting) reject(new Error("lost"));
    this.waiting.clear();
  }

  /** No more trying: the visitor has to sign in again, or has no place here. @param {Answer} answer */
  end(answer) {
    this.ended = answer;
    this.drop(this.spare);
    if (this.socket) this.socket.disconnect();
    this.tellStatus();
  }

  watchPage() {
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.hiddenAt = Date.now();
      else this.wake();
    });
    window.addEventListener("pageshow", (event) => event.persisted && this.wake());
    window.addEventListener("online", () => {
      this.wake();
      if (this.socket?.connected) this.renew(); // another network: what was open belongs to the old one
    });
  }

  /** Pushes are not kept for a page that slept: connect anew where needed and fetch what was missed. */
  wake() {
    if (this.ended) return;
    const slept = this.hiddenAt && Date.now() - this.hiddenAt > LONG_SLEEP_MS;
    this.hiddenAt = 0;
    if (this.socket && (slept || !this.socket.connected)) {
      this.socket.disconnect();
      this.lose();
      this.socket.connect();
    } else {
      this.watchSilence();
    }
    this.failures = 0;
    this.resync();
  }

  poll() {
    if (!this.joined && !document.hidden && !this.ended && !this.retry) this.resync();
  }

  /** @param {Envelope} envelope */
  receive(envelope) {
    if (this.slices.receive(envelope)) this.resync();
  }

  /** @param {Mine} mine */
  receiveMine(mine) {
    if (this.fetching) this.again = true; // the snapshot under way may be older than this
    this.options.onMine(mine);
  }

  /** @param {MyBallot} ballot */
  receiveBallot(ballot) {
    if (this.fetching) this.again = true;
    this.options.onBallot(ballot);
  }

  /** Fetch the snapshot; while one is under way a second wish is remembered, not sent. */
  async resync() {
    if (this.ended) return;
    if (this.fetching) {
      this.again = true;
      return;
    }
    clearTimeout(this.retry);
    this.retry = undefined;
    this.fetching = true;
    this.again = false;
    const snapshot = await this.fetchSnapshot();
    this.fetching = false;
    if (snapshot) {
      this.take(snapshot);
    } else {
      this.failures += 1;
      this.polled = false;
    }
    if (!snapshot || this.again) this.retryLater();
    this.tellStatus();
  }

  retryLater() {
    if (this.retry || this.ended) return;
    this.retry = setTimeout(() => {
      this.retry = undefined;
      this.resync();
    }, this.joined ? 500 : pause(Math.max(0, this.failures - 1)));
  }

  async fetchSnapshot() {
    return (await this.obtain(() => this.ask("snapshot", this.place, SNAPSHOT_MS))) ?? this.obtain(() => this.request());
  }

  async request() {
    const response = await fetch(this.options.snapshotUrl, {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      cache: "no-store",
      signal: deadline(FETCH_MS[Math.min(this.failures, FETCH_MS.length - 1)]),
    });
    return response.json();
  }

  /** The snapshot by one of the two ways, or `null`; a final refusal ends the page. @param {any} way */
  async obtain(way) {
    if (this.ended) return null;
    const sentAt = Date.now();
    try {
      const body = await way();
      if (body.ok) {
        this.clock.sample(body.server_time, sentAt, Date.now());
        return body;
      }
      if (FINAL.has(body.code)) this.end(body);
    } catch {
      // no network, too slow, or not JSON: all mean "try again"
    }
    return null;
  }

  /** @param {Snapshot} snapshot */
  take(snapshot) {
    this.failures = 0;
    this.polled = !this.joined;
    if (this.slices.isPast(snapshot)) {
      this.options.onMine(snapshot.mine);
      return;
    }
    this.slices.begin(snapshot, this.joined);
    this.options.onSnapshot(snapshot);
    if (this.joined) this.lostAt = 0;
    if (this.slices.release()) this.resync();
  }

  /**
   * Words for the connection: `ok`, `polling`, `reconnecting`, or the code of a final refusal.
   * @returns {string}
   */
  status() {
    if (this.ended) return this.ended.code ?? "ended";
    if (this.slices.synced || !this.lostAt || Date.now() - this.lostAt < PATIENCE_MS) return "ok";
    return this.polled ? "polling" : "reconnecting";
  }

  tellStatus() {
    const status = this.status();
    if (status === this.told) return;
    this.told = status;
    this.options.onStatus(status, this.ended?.message ?? "");
  }
}

/** @param {number} attempt */
function pause(attempt) {
  const base = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)];
  return base * (0.75 + Math.random() / 2); // a room full of tablets must not knock all at once
}
