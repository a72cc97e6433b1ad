"""Pages opened in a real browser: whole, with every link leading somewhere, and deaf to what a report smuggles in."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from test_cli import RIGHT, SAMPLE, WRONG, apart, gouji, write

__all__ = ["apart"]

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HOSTILE = WRONG.replace(
    "安平县民政局",
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"><svg onload=alert(1)>安平县民政局",
)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine")


def browse(page: Path, *options: str) -> str:
    command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1400,1000", *options]
    run = subprocess.run([*command, page.absolute().as_uri()], capture_output=True, text=True, timeout=90, check=True)
    return run.stdout


def test_a_report_is_shown_with_its_marks_and_every_link_leads_to_one() -> None:
    gouji("check", SAMPLE, "-o", "page.html")
    shown = browse(Path("page.html"), "--dump-dom")
    targets = set(re.findall(r'href="#([^"]+)"', shown))
    assert len(targets) > 20
    assert targets <= set(re.findall(r'\bid="([^"]+)"', shown))
    assert '<mark class="error">76.10%</mark>' in shown
    browse(Path("page.html"), "--screenshot=page.png")
    assert Path("page.png").stat().st_size > 50_000  # a blank page has some 7 000


def test_an_index_leads_to_the_pages_of_a_run() -> None:
    write("所/1.txt", WRONG)
    write("所/2.txt", RIGHT)
    gouji("check", "所", "-o", "页", "--format", "html")
    shown = browse(Path("页/index.html"), "--dump-dom")
    pages = re.findall(r'href="([^"#]+\.html)"', shown)
    assert len(pages) == 2
    assert all("安平县民政局" in browse(Path("页") / page, "--dump-dom") for page in pages)


def test_a_hostile_report_runs_no_script() -> None:
    gouji("check", write("hostile.txt", HOSTILE), "-o", "page.html")
    shown = browse(Path("page.html"), "--dump-dom")
    title = re.search(r"<title>(.*?)</title>", shown, re.S)
    assert title is not None
    assert title[1] != "owned"
    assert not re.search(r"<(?:script|img|svg)\b", shown)
    assert "&lt;script&gt;" in shown


def test_the_browser_would_run_scripts() -> None:
    """What the test above relies on."""
    page = write("open.html", "<title>safe</title><script>document.title='owned'</script>")
    assert "<title>owned</title>" in browse(page, "--dump-dom")
