/** What the page knows: the newest slices and what belongs to its own seat. */

export class Store {
  constructor() {
    this.slices = {};
    this.mine = null;
    this.ready = false;
    this.listeners = [];
    this.scheduled = false;
  }

  get(name) {
    return this.slices[name] ?? null;
  }

  takeSnapshot(snapshot) {
    this.slices = { ...snapshot.slices };
    this.mine = snapshot.mine ?? null;
    this.ready = true;
    this.changed();
  }

  takeSlice(name, data) {
    this.slices[name] = data;
    this.changed();
  }

  takeMine(mine) {
    if (!mine) return;
    this.mine = mine;
    this.changed();
  }

  /** The receipt of the seat's own ballot, cast on this screen or another. */
  takeBallot(ballot) {
    if (this.mine) this.takeMine({ ...this.mine, ballot });
  }

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
