"""Turn a PDF into pictures, in a process of its own that may be killed at any moment.

``python -I slides_process.py SOURCE FOLDER`` writes three pictures of each page into FOLDER
and one line of JSON for each page to its output; what cannot be done is a line with a
``failure``. A PDF is a program by a stranger: here it meets limits of memory, time and
size, no secrets in the environment, and nothing of ours but this file. It imports no
Django, so that it starts in a tenth of a second.
"""

import json
import resource
import signal
import sys
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

WIDTHS = {"small": 480, "medium": 960, "large": 1600}
"""Pixels across, of the page as a whole; a page too tall for ``MOST_TALL`` is narrower."""
MOST_TALL = 2400
MOST_PAGES = 300
LONGEST_SIDE = 14_400
"""Points: 200 inches, the largest page that PDF itself allows."""
MOST_SLENDER = 12
"""How many times longer than wide (or wider than long) a page may be."""
MOST_TEXT = 4_000
"""Characters of a page's words that are kept."""

MEMORY = 1024**3
CPU_SECONDS = 600
PAGE_SECONDS = 30
FILE_BYTES = 16 * 1024**2

PASSWORD_NEEDED, SECURITY_UNKNOWN = 4, 5
"""pdfium's numbers for a document that is locked."""


class Failure(Exception):
    """The document cannot be used; the argument is a code of ``live.slides``."""


def main(source: Path, folder: Path) -> int:
    set_limits()
    try:
        make_pages(source, folder)
    except Failure as failure:
        say(failure=str(failure))
        return 1
    except MemoryError:
        say(failure="too-heavy")
        return 1
    return 0


def set_limits() -> None:
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def make_pages(source: Path, folder: Path) -> None:
    # Left alone, SIGALRM ends the process, also in the middle of pdfium.
    signal.alarm(PAGE_SECONDS)
    document = opened(source)
    count = len(document)
    if count > MOST_PAGES:
        raise Failure("too-many-pages")
    say(pages=count)
    for index in range(count):
        signal.alarm(PAGE_SECONDS)
        say(number=index + 1, **make_page(document, index, folder))
    signal.alarm(0)


def opened(source: Path) -> Any:
    try:
        return pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) in {PASSWORD_NEEDED, SECURITY_UNKNOWN}
        raise Failure("encrypted" if locked else "broken") from error


def make_page(document: Any, index: int, folder: Path) -> dict[str, Any]:
    try:
        page = document[index]
        across, down = page.get_size()
        scale = scale_for(across, down)
        picture = page.render(scale=scale).to_pil().convert("RGB")
        text = words_of(page)
        page.close()
    except pypdfium2.PdfiumError as error:
        raise Failure("broken") from error
    for size, width in WIDTHS.items():
        share = width / WIDTHS["large"]
        save(picture, share, folder / f"{index + 1}-{size}.webp")
    return {"inline_size": picture.width, "block_size": picture.height, "text": text}


def scale_for(across: float, down: float) -> float:
    """Pixels a point, so that the large picture has its width unless it would be too tall.

    Raises:
        Failure: the page is too large or too slender to be shown on a screen.
    """
    if min(across, down) < 1 or max(across, down) > LONGEST_SIDE:
        raise Failure("page-size")
    if max(across, down) / min(across, down) > MOST_SLENDER:
        raise Failure("page-size")
    return min(WIDTHS["large"] / across, MOST_TALL / down)


def save(picture: Image.Image, share: float, path: Path) -> None:
    size = max(1, round(picture.width * share)), max(1, round(picture.height * share))
    smaller = picture if share == 1 else picture.resize(size, Image.Resampling.LANCZOS)
    smaller.save(path, "WEBP", quality=68, method=4)


def words_of(page: Any) -> str:
    """The page's words in lines, without what only lays them out."""
    text_page = page.get_textpage()
    try:
        lines = text_page.get_text_bounded().splitlines()
    finally:
        text_page.close()
    printable = ("".join(c for c in line if c.isprintable()) for line in lines)
    return "\n".join(filter(None, (" ".join(line.split()) for line in printable)))[:MOST_TEXT]


def say(**line: Any) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
