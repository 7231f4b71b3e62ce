/** What the page knows: the newest slices and what belongs to its own seat. */

export class Store {
  constructor() {
    /** @type {Record<string, any>} */
    this.slices = {};
    /** @type {Mine | null} */
    this.mine = null;
    this.ready = false;
    /** @type {(() => void)[]} */
    this.listeners = [];
    this.scheduled = false;
  }

  /** @param {string} name */
  get(name) {
    return this.slices[name] ?? null;
  }

  /** @param {Snapshot} snapshot */
  takeSnapshot(snapshot) {
    this.slices = { ...snapshot.slices };
    this.mine = snapshot.mine ?? null;
    this.ready = true;
    this.changed();
  }

  /** @param {string} name @param {any} data */
  takeSlice(name, data) {
    this.slices[name] = data;
    this.changed();
  }

  /** @param {Mine | null} mine */
  takeMine(mine) {
    if (!mine) return;
    this.mine = mine;
    this.changed();
  }

  /** The receipt of the seat's own ballot, cast on this screen or another. @param {MyBallot} ballot */
  takeBallot(ballot) {
    if (this.mine) this.takeMine({ ...this.mine, ballot });
  }

  /** @param {() => void} listener */
  watch(listener) {
    this.listeners.push(listener);
  }

  /** Several slices of one moment make one redraw. */
  changed() {
    if (this.scheduled) return;
    this.scheduled = true;
    setTimeout(() => {
      this.scheduled = false;
      if (this.ready) for (const listener of this.listeners) listener();
    }, 0);
  }
}
