"""A resident's phone: photos are made small before they are sent, upright and without where they were taken."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import served
from tests.builders import a_compound

HELD = """async () => {
  const files = [...document.querySelector("#photos").files];
  const text = async (file) => new TextDecoder("latin1").decode(await file.arrayBuffer());
  return Promise.all(files.map(async (file) => ({ name: file.name, size: file.size, text: await text(file) })));
}"""


def a_phone_photo(size: tuple[int, int] = (8192, 6144)) -> bytes:
    """As a phone that is held upright keeps it: lying, with the turn and the place beside it."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "HUAWEI P70"
    out = io.BytesIO()
    picture = Image.new("RGB", size, "steelblue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))  # left half red: on top when it stands upright
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def file(name: str, data: bytes, kind: str = "image/jpeg") -> Any:
    return {"name": name, "mimeType": kind, "buffer": data}


def test_photos_of_fifty_megapixels_are_small_before_they_leave(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path, lambda: bool(a_compound())) as (server, _store, _made):
        phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
        page = phone.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.goto(f"{server.url}/c/jinling/topics/new")
        choose(page)
        send(page)
        expect(page.locator("h1")).to_contain_text("收到")
        page.goto(page.url.replace("/c/jinling/topics/thanks/", "/receipt/"))
        expect(page.locator(".photo-row img")).to_have_count(2)
        photo = phone.request.get(server.url + str(page.locator(".photo-row img").first.get_attribute("src"))).body()
        upright = Image.open(io.BytesIO(photo)).convert("RGB")
        assert upright.size == (1500, 2000)
        top, bottom = upright.getpixel((700, 300)), upright.getpixel((700, 1700))
        assert isinstance(top, tuple)
        assert isinstance(bottom, tuple)
        assert top[0] > top[2]
        assert bottom[2] > bottom[0]
        assert said == []
        phone.close()


def choose(page: Page) -> None:
    """One photo after the other, a HEIC that no Chromium reads, one too many."""
    field = page.locator("#photos")
    field.set_input_files([file("门口.jpg", a_phone_photo())])
    expect(page.locator(".photos-chosen")).to_contain_text("已缩小到")
    field.set_input_files([file("IMG_1.HEIC", b"\0\0\0\x18ftypheic" + bytes(99), "image/heic")])
    expect(page.locator(".photo-refused")).to_contain_text("HEIC")
    field.set_input_files([file(f"{n}.jpg", a_phone_photo((400 + n, 300))) for n in (1, 2, 3)])
    expect(page.locator(".photos-over")).to_contain_text("最多 3 张")
    expect(page.locator(".photos-chosen li")).to_have_count(4)
    page.get_by_role("button", name="去掉 2.jpg").click()
    held = page.evaluate(HELD)
    assert [one["name"] for one in held] == ["门口.jpg", "1.jpg"]
    assert all("HUAWEI" not in one["text"] and "Exif" not in one["text"] for one in held)
    assert held[0]["size"] < 300_000


def send(page: Page) -> None:
    page.fill("#situation", "三号楼东侧路灯坏了。")
    page.get_by_text("设施维修", exact=False).first.click()
    page.get_by_role("button", name="交上去").click()
