/**
 * The wire of a room page: join, snapshot, numbered slices.
 *
 * The rule: join first, then fetch the snapshot; a slice that is not newer than the snapshot is dropped;
 * a gap in the numbers or another epoch means "fetch the snapshot again". Requests never stack, and back
 * off. Without a socket the snapshot is fetched every three seconds while the page is visible.
 */

const BACKOFF_MS = [1000, 2000, 4000, 10000];
const POLL_MS = 3000;
const PATIENCE_MS = 3000; // a shorter break is not worth a word
const ANSWER_MS = 8000;
const LONG_SLEEP_MS = 15000; // after this a phone may have killed the socket without saying so
const HELD_LIMIT = 400;
const FINAL = new Set(["not_signed_in", "session_expired", "forbidden", "not_found"]);

/** A signal that ends a request after so many milliseconds (older WeChat browsers lack AbortSignal.timeout). */
export function deadline(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}

/** The server's clock, judged from the quickest recent answer. */
export class Clock {
  constructor() {
    this.offset = 0;
    this.trip = Infinity;
    this.sampledAt = 0;
  }

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
   *   onSnapshot: Function, onSlice: Function, onMine: Function, onBallot: Function, onStatus: Function}} options
   */
  constructor(options) {
    this.options = options;
    this.clock = new Clock();
    this.epoch = null;
    this.seq = 0;
    this.synced = false;
    this.joined = false;
    this.held = [];
    this.fetching = false;
    this.again = false;
    this.failures = 0;
    this.ended = null; // the final refusal, if there was one
    this.lostAt = Date.now();
    this.polled = false;
    this.hiddenAt = 0;
    this.told = "";
  }

  start() {
    this.openSocket();
    this.watchPage();
    setTimeout(() => this.poll(), 1200);
    setInterval(() => this.poll(), POLL_MS);
    setInterval(() => this.tellStatus(), 500);
  }

  get connected() {
    return Boolean(this.socket && this.socket.connected && this.joined);
  }

  /** Ask over the socket and wait for the acknowledgement; rejects when there is none in time. */
  ask(event, body, milliseconds) {
    return new Promise((resolve, reject) => {
      if (!this.connected) {
        reject(new Error("no socket"));
        return;
      }
      this.socket.timeout(milliseconds).emit(event, body, (error, answer) => {
        if (error) reject(error);
        else resolve(answer);
      });
    });
  }

  openSocket() {
    if (!window.io) return; // polling carries the page
    this.socket = window.io({
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnectionDelay: 1000,
      reconnectionDelayMax: 10000,
    });
    this.socket.on("connect", () => this.join(0));
    this.socket.on("slice", (envelope) => this.receive(envelope));
    this.socket.on("mine", (mine) => this.receiveMine(mine));
    this.socket.on("ballot", (ballot) => this.receiveBallot(ballot));
    this.socket.on("disconnect", (reason) => {
      this.lose();
      if (reason === "io server disconnect") setTimeout(() => this.socket.connect(), 2000);
    });
  }

  join(attempt) {
    const { meetingId, audience, hallToken } = this.options;
    const body = { meeting_id: meetingId, audience };
    if (hallToken) body.hall_token = hallToken;
    this.socket.timeout(5000).emit("join", body, (error, answer) => {
      if (!error && answer.ok) {
        this.joined = true;
        this.resync();
      } else if (!error && FINAL.has(answer.code)) {
        this.end(answer);
      } else if (this.socket.connected) {
        setTimeout(() => this.socket.connected && !this.joined && this.join(attempt + 1), pause(attempt));
      }
    });
  }

  lose() {
    if (this.joined || !this.lostAt) this.lostAt = Date.now();
    this.joined = false;
    this.synced = false;
    this.polled = false;
  }

  /** No more trying: the visitor has to sign in again, or has no place here. */
  end(answer) {
    this.ended = answer;
    if (this.socket) this.socket.disconnect();
    this.tellStatus();
  }

  watchPage() {
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.hiddenAt = Date.now();
      else this.wake();
    });
    window.addEventListener("pageshow", (event) => event.persisted && this.wake());
    window.addEventListener("online", () => this.wake());
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
    }
    this.failures = 0;
    this.resync();
  }

  poll() {
    if (!this.joined && !document.hidden && !this.ended && !this.retry) this.resync();
  }

  receive(envelope) {
    if (this.synced) {
      this.apply(envelope);
      return;
    }
    this.held.push(envelope);
    if (this.held.length > HELD_LIMIT) this.held.shift();
  }

  receiveMine(mine) {
    if (this.fetching) this.again = true; // the snapshot under way may be older than this
    this.options.onMine(mine);
  }

  receiveBallot(ballot) {
    if (this.fetching) this.again = true;
    this.options.onBallot(ballot);
  }

  apply(envelope) {
    const { epoch, seq } = envelope;
    if (epoch === this.epoch && seq <= this.seq) return;
    if (epoch !== this.epoch || seq !== this.seq + 1) {
      this.synced = false;
      this.held.push(envelope);
      this.resync();
      return;
    }
    this.seq = seq;
    this.options.onSlice(envelope.slice, envelope.data);
  }

  /** Fetch the snapshot; while one is under way a second wish is remembered, not sent. */
  async resync() {
    if (this.ended) return;
    if (this.fetching) {
      this.again = true;
      return;
    }
    clearTimeout(this.retry);
    this.retry = null;
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
      this.retry = null;
      this.resync();
    }, pause(Math.max(0, this.failures - 1)));
  }

  async fetchSnapshot() {
    const sentAt = Date.now();
    try {
      const response = await fetch(this.options.snapshotUrl, {
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        cache: "no-store",
        signal: deadline(ANSWER_MS),
      });
      const body = await response.json();
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

  take(snapshot) {
    this.failures = 0;
    this.polled = !this.joined;
    const older = this.synced && snapshot.epoch === this.epoch && snapshot.seq < this.seq;
    if (older) {
      this.options.onMine(snapshot.mine);
      return;
    }
    this.epoch = snapshot.epoch;
    this.seq = snapshot.seq;
    this.options.onSnapshot(snapshot);
    this.synced = this.joined;
    if (this.joined) this.lostAt = 0;
    const held = this.held.filter((e) => e.epoch === this.epoch).sort((a, b) => a.seq - b.seq);
    this.held = [];
    for (const envelope of held) this.synced ? this.apply(envelope) : this.held.push(envelope);
  }

  /** Words for the connection: `ok`, `polling`, `reconnecting`, or the code of a final refusal. */
  status() {
    if (this.ended) return this.ended.code;
    if (this.synced || !this.lostAt || Date.now() - this.lostAt < PATIENCE_MS) return "ok";
    return this.polled ? "polling" : "reconnecting";
  }

  tellStatus() {
    const status = this.status();
    if (status === this.told) return;
    this.told = status;
    this.options.onStatus(status, this.ended ? this.ended.message : "");
  }
}

function pause(attempt) {
  const base = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)];
  return base * (0.75 + Math.random() / 2); // a room full of tablets must not knock all at once
}
