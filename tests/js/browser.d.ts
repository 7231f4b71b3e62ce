/* What the type check of static/js cannot know by itself.

   What a selector or an id finds is said by a template, not by a type: it is taken as the element that the script
   expects. The tests in a browser hold template and script together. */

interface ParentNode {
  querySelector<E extends Element = any>(selectors: string): E;
  querySelectorAll<E extends Element = any>(selectors: string): NodeListOf<E>;
}

interface Element {
  closest<E extends Element = any>(selectors: string): E;
}

interface Document {
  getElementById(elementId: string): any;
}

interface Window {
  /** Socket.IO, from static/vendor; missing where a network takes it out. */
  io?: (options: object) => any;
}

/** A room page, as `start` makes it. */
interface Room {
  root: HTMLElement;
  store: import("../../static/js/room/store.js").Store;
  live: import("../../static/js/live.js").Live;
  base: string;
  act(path: string, body?: object, button?: HTMLButtonElement | null): Promise<Answer>;
}

/** What one write or one reading came to; `code` and `message` where it was refused or did not arrive. */
interface Answer {
  ok: boolean;
  code?: string;
  message?: string;
  [more: string]: any;
}

/** A choice on its way: chosen, sent under a key, refused in words. */
interface BallotDraft {
  choice?: string;
  client_id?: string | null;
  refusal?: string;
  trouble?: string;
}

/** A room as it is at one moment; slices come after it. */
interface Snapshot {
  epoch: string;
  seq: number;
  slices: Partial<AllSlices>;
  mine?: Mine | null;
  [more: string]: any;
}
