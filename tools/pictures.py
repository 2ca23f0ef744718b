"""Put small copies of the journeys' pictures into docs/images, for the README."""

import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
TAKEN = ROOT / "artefacts" / "screenshots"
SHOWN = ROOT / "docs" / "images"

PICTURES = {
    "programme-desktop": (960, 900),
    "room-desktop": (960, 900),
    "room-participant-phone": (390, 844),
    "programme-phone": (390, 844),
    "record-desktop": (960, 1100),
    "desk-desktop": (960, 900),
}
"""What is shown, with its greatest size in pixels; what stands below is cut off."""


def main() -> int:
    SHOWN.mkdir(parents=True, exist_ok=True)
    for name, (inline, block) in PICTURES.items():
        with Image.open(TAKEN / f"picture-{name}.png") as taken:
            small = taken.convert("RGB")
            small.thumbnail((inline, taken.height), Image.Resampling.LANCZOS)
            small = small.crop((0, 0, small.width, min(small.height, block)))
            small.save(SHOWN / f"{name}.webp", quality=80, method=6)
    return 0


if __name__ == "__main__":
    sys.exit(main())
