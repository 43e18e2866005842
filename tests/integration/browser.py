"""A headless Chromium that tells what a page did: errors on its console, requests, what it would run.

Belongs here: starting it and reading its logs. Does not: any test.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

AXE = resources.files("axe_core_python") / "axe.min.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
OWN = ("file:", "data:", "chrome:")
"""Addresses that are no request to anybody: the page's own, and the browser's, which a page cannot ask for."""
LIVE = """
    const found = [...document.querySelectorAll("script, iframe, object, embed, form, base")].map(e => e.localName);
    for (const element of document.querySelectorAll("*")) {
        for (const attribute of element.attributes) {
            if (attribute.name.startsWith("on")) found.push(attribute.name);
            if (/^\\s*javascript:/i.test(attribute.value)) found.push(attribute.value);
        }
    }
    return found;
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page did when it was opened."""

    console: list[str]
    requests: list[str]  # to anybody outside
    live: list[str]  # elements and attributes that could run something
    wider: int  # pixels by which the page is wider than the window


def missing() -> str | None:
    """Why there is no browser to drive, None when there is one."""
    if not any(shutil.which(name) for name in BROWSERS):
        return "no Chromium is installed"
    return None if shutil.which("chromedriver") else "no chromedriver is installed"


@contextmanager
def browser(profile: Path) -> Iterator[webdriver.Chrome]:
    """A browser with an empty profile, ended with the block."""
    options = webdriver.ChromeOptions()
    options.binary_location = next(found for name in BROWSERS if (found := shutil.which(name)))
    for switch in (*SWITCHES, f"--user-data-dir={profile}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        driver.get("about:blank")  # away from the browser's own first page, which goes on loading for a while
        yield driver
    finally:
        driver.quit()


def window(driver: webdriver.Chrome, width: int, scheme: str) -> None:
    """Give the window a width in pixels and its reader a preference, `light` or `dark`."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def visit(driver: webdriver.Chrome, page: Path) -> Seen:
    """Open the page and tell what it did. A dialog that it opens raises selenium's own exception."""
    for kind in ("performance", "browser"):
        _log(driver, kind)  # what was there before is not this page's doing
    driver.get(page.as_uri())
    live = driver.execute_script(LIVE)
    wider = driver.execute_script("return Math.max(0, document.documentElement.scrollWidth - window.innerWidth)")
    messages = [json.loads(message)["message"] for message in _log(driver, "performance")]
    requests = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    return Seen(
        console=_log(driver, "browser"),
        requests=[url for url in requests if not url.startswith(OWN)],
        live=live,
        wider=wider,
    )


def barriers(driver: webdriver.Chrome) -> list[str]:
    """What keeps people out of the open page, by axe-core: rule, and the first element that breaks it."""
    driver.execute_script(AXE.read_text(encoding="utf-8"))
    found = driver.execute_async_script("axe.run().then(arguments[0])")
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}: {one['help']}" for one in found["violations"]]


def _log(driver: webdriver.Chrome, kind: str) -> list[str]:
    """What a log got since it was last read."""
    entries = driver.execute("getLog", {"type": kind})["value"]
    return [str(entry["message"]) for entry in entries]
