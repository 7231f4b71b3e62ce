/** Which slices a page may take: numbered without a gap since its snapshot, and held until there is one. */

const HELD_LIMIT = 400;

export class Slices {
  /** @param {(name: string, data: any) => void} give takes each slice that is next */
  constructor(give) {
    this.give = give;
    this.epoch = null;
    this.seq = 0;
    this.synced = false; // whether the next number may be taken as it comes
    /** @type {Envelope[]} */
    this.held = [];
  }

  /** The wire is gone: what comes next belongs to a snapshot that is still to be fetched. */
  lose() {
    this.synced = false;
  }

  /**
   * Take or hold an envelope; answers whether the snapshot is needed again (a gap in the numbers, another epoch).
   * @param {Envelope} envelope
   */
  receive(envelope) {
    if (this.synced) return this.apply(envelope);
    this.held.push(envelope);
    if (this.held.length > HELD_LIMIT) this.held.shift();
    return false;
  }

  /** @param {Envelope} envelope */
  apply(envelope) {
    const { epoch, seq } = envelope;
    if (epoch === this.epoch && seq <= this.seq) return false;
    if (epoch !== this.epoch || seq !== this.seq + 1) {
      this.synced = false;
      this.held.push(envelope);
      return true;
    }
    this.seq = seq;
    this.give(envelope.slice, envelope.data);
    return false;
  }

  /** Whether what is here is newer than a snapshot. @param {Snapshot} snapshot */
  isPast(snapshot) {
    return this.synced && snapshot.epoch === this.epoch && snapshot.seq < this.seq;
  }

  /**
   * Begin at a snapshot; `synced`: whether slices come after it.
   * @param {Snapshot} snapshot @param {boolean} synced
   */
  begin(snapshot, synced) {
    this.epoch = snapshot.epoch;
    this.seq = snapshot.seq;
    this.synced = synced;
  }

  /** Take what was held for this snapshot, in order; answers as `receive`. */
  release() {
    const held = this.held.filter((one) => one.epoch === this.epoch).sort((a, b) => a.seq - b.seq);
    this.held = [];
    let gap = false;
    for (const envelope of held) {
      if (this.synced) gap = this.apply(envelope);
      else this.held.push(envelope);
    }
    return gap;
  }
}
