import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

import { field, form, tab } from "./page.js";

const { Drafts } = await import("../../static/js/room/drafts.js");
const { restore, save } = await import("../../static/js/components/draft.js");

describe("Drafts of a live page", () => {
  let motion;
  let typed;
  const open = () => {
    typed = form([field("text", "", "textarea")]);
    return new Drafts({ form: typed, place: "room:3:12:objection", matter: () => motion });
  };

  beforeEach(() => {
    tab.clear();
    motion = 7;
  });

  test("a text belongs to its motion: another motion gets an empty form, the first its own again", () => {
    const drafts = open();
    assert.equal(drafts.settle(), true);
    typed.type("text", "预算没有说明");
    motion = 8;
    assert.equal(drafts.settle(), true);
    assert.equal(typed.elements.text.value, "");
    assert.equal(drafts.settle(), false);
    motion = 7;
    drafts.settle();
    assert.equal(typed.elements.text.value, "预算没有说明");
  });

  test("a reload loses nothing", () => {
    open().settle();
    typed.type("text", "预算没有说明");
    open().settle();
    assert.equal(typed.elements.text.value, "预算没有说明");
  });

  test("what is typed while there is nothing to send it to is not kept", () => {
    motion = null;
    const drafts = open();
    drafts.settle();
    typed.type("text", "没有对象");
    assert.deepEqual(drafts.kept, {});
  });

  test("leftovers are texts of motions that are over, never the one at hand or an empty one", () => {
    const drafts = open();
    for (const [about, text] of [[7, "甲"], [8, ""], [9, "乙"], [10, "丙"]]) {
      motion = about;
      drafts.settle();
      typed.type("text", text);
    }
    motion = 9;
    drafts.settle();
    assert.deepEqual(drafts.leftovers((about) => about !== 10), [{ about: 7, text: "甲" }]);
    drafts.drop(7);
    assert.deepEqual(drafts.leftovers((about) => about !== 10), []);
  });
});

describe("Draft of a form", () => {
  const page = () => form([field("title"), field("kind", "a", "radio"), field("kind", "b", "radio"), field("kind")], { draft: "topic" });

  beforeEach(() => tab.clear());

  test("a page without a draft is left alone", () => {
    assert.equal(restore(page()), false);
  });

  test("texts and ticks come back, each to its own field", () => {
    const before = page();
    const [title, , second, words] = before.elements;
    [title.value, second.checked, words.value] = ["路灯不亮", true, "其他"];
    save(before);
    const after = page();
    assert.equal(restore(after), true);
    assert.deepEqual(after.elements.map((one) => [one.value, one.checked]), [
      ["路灯不亮", false], ["a", false], ["b", true], ["其他", false],
    ]);
    assert.equal(restore(after), false);
  });

  test("passwords, files and hidden fields are never kept", () => {
    const secret = form([field("password", "geheim", "password"), field("csrf_token", "t", "hidden")], { draft: "login" });
    save(secret);
    assert.equal(Object.values(tab).some((text) => /geheim|csrf/.test(text)), false);
  });

  test("a field that the page no longer has is passed over", () => {
    const before = page();
    before.elements[0].value = "路灯不亮";
    save(before);
    const after = form([field("kind", "a", "radio"), field("kind", "b", "radio"), field("kind")], { draft: "topic" });
    assert.equal(restore(after), false);
  });
});
