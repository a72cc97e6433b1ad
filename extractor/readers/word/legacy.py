"""Old Word files (.doc, .wps, .rtf) and .odt: converted to .docx by LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from extractor.readers.unreadable import Unreadable
from extractor.readers.word import watch

TIME_LIMIT = 90  # seconds; LibreOffice needs one or two for a long report


def convert(data: bytes, kind: str) -> bytes:
    """The document as .docx. Raises Unreadable("needs_libreoffice") or Unreadable("conversion_failed")."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise Unreadable("needs_libreoffice", kind)
    with tempfile.TemporaryDirectory(prefix="gouji-") as folder:
        source = Path(folder) / f"report.{kind}"
        source.write_bytes(data)
        _run(program, source, Path(folder))
        result = Path(folder) / "out" / "report.docx"
        if not result.is_file():
            raise Unreadable("conversion_failed", kind)
        return result.read_bytes()


def _run(program: str, source: Path, folder: Path) -> None:
    """One conversion with a profile of its own: a second LibreOffice of the same profile would do nothing."""
    command = [
        program,
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        "docx",
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    watched = [sys.executable, "-I", "-S", watch.__file__, str(folder), *command]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        watched, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, start_new_session=True, cwd=folder
    )
    try:
        process.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired:
        raise Unreadable("conversion_failed", f"{TIME_LIMIT} s") from None
    finally:
        if process.stdin is not None:
            process.stdin.close()
        process.wait()
