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
