"""How much an hour weighs that is caught up with: played, and taken along as one page.

An hour of noise shaped like speech (bursts with pauses between them, in the band of a voice) is
written as a room process would, made ready by the job, and put together with forty slides
of text, as somebody who takes it along gets it. Noise is dearer to encode than a voice.

The bound is 15 MB for the page. Takes about two minutes.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from bench import report as reporting
from bench.scratch import ROOT, scratch

BOUND = 15_000_000
LINE = "What is said, written down as it is said, some sixty characters"
SLIDES = 40
SLIDE = """#set page(width: 25.4cm, height: 14.29cm, margin: 1.5cm)
#set text(font: "Noto Sans", size: 20pt)
#for number in range(SLIDES) [
  = What the district needs, #(number + 1)
  #lorem(18)
  - #lorem(9)
  - #lorem(12)
  - #lorem(7)
  #if calc.rem(number, 4) == 0 { table(columns: 3, ..range(9).map(n => lorem(2))) }
  #pagebreak(weak: true)
]
""".replace("SLIDES", str(SLIDES))
SPEECH = (
    "anoisesrc=color=pink:amplitude=0.6:sample_rate=24000:duration={seconds},"
    "highpass=f=150,lowpass=f=4000,"
    "volume='if(lt(mod(t,4.3),3),0.4+0.6*abs(sin(2*PI*3.1*t)),0)':eval=frame"
)


def main() -> None:
    parser = reporting.arguments("Measure the bytes of catching up with an hour.")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--inside", action="store_true", help="Used by the bench itself.")
    asked = parser.parse_args()
    if asked.inside:
        print(json.dumps(_weigh(asked.minutes)))
        return
    report = reporting.Report(
        name="catch_up_bytes", bound=1.0, floor="15 MB an hour", record=asked.record
    )
    with scratch() as place:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "bench.catch_up_bytes",
                "--inside",
                f"--minutes={asked.minutes}",
            ],
            cwd=ROOT,
            env=place.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    weighed = json.loads(done.stdout.splitlines()[-1])
    an_hour = 60 / asked.minutes
    sound = weighed["sound"] * an_hour
    page = weighed["sound"] * 4 / 3 * an_hour + (weighed["page"] - weighed["sound"] * 4 / 3)
    report.figure(
        f"an hour played {sound / 1e6:.1f} MB and {weighed['pictures'] / 1e6:.1f} MB of "
        f"{SLIDES} slides; taken along {page / 1e6:.1f} MB; "
        f"{asked.minutes:g} minutes made ready in {weighed['made']:.0f} s, "
        f"put together in {weighed['together']:.2f} s"
    )
    raise SystemExit(report.finish(page / BOUND))


def _weigh(minutes: float) -> dict[str, float]:
    import django

    from talanoa.ops.cli import prepare_environment

    prepare_environment()
    django.setup(set_prefix=False)
    import typst
    from django.core.files.base import ContentFile

    from talanoa.kernel import clock
    from talanoa.live import catch_up, recorded
    from talanoa.live.models import Caption, Recording
    from talanoa.live.services import making, recorder, slides
    from tests import make

    session = make.an_open_session()
    presenter = make.a_part(session, "presenter")
    deck = slides.upload(
        by=presenter,
        session=session,
        title="Slides",
        file=ContentFile(typst.compile(SLIDE.encode()), name="slides.pdf"),
    )
    slides.make_pages(deck=deck)
    deck.refresh_from_db()
    began_at = clock.now()
    recording = Recording.objects.create(
        session=session,
        is_wanted=True,
        started_at=began_at,
        stopped_at=began_at,
        delete_at=began_at,
    )
    for number in range(1, deck.page_count + 1):
        with clock.standing_at(began_at + make.timedelta(minutes=minutes * number / SLIDES / 1.1)):
            slides.show(by=presenter, session=session, deck=deck.pk, page=number)
    # As many lines as a captioner writes.
    Caption.objects.bulk_create(
        Caption(
            session=session,
            number=number,
            line=number,
            language="en",
            text=LINE,
            folded=LINE,
            source="captioner",
            at=began_at + make.timedelta(seconds=4 * number),
        )
        for number in range(1, int(minutes * 15))
    )
    recorder.note_segment(session.pk, name="hour.ogg", began_at=began_at)
    path = recorded.path_of("hour.ogg")
    path.parent.mkdir(parents=True)
    _speak(path, seconds=minutes * 60)
    begun = time.monotonic()
    recording.refresh_from_db()
    if not making.make(recording=recording):
        raise RuntimeError("The recording was not made.")
    made = time.monotonic() - begun
    recording = recorded.of_session(session)
    begun = time.monotonic()
    page = sum(len(piece) for piece in _whole(catch_up.page_to_take(recording, reader=presenter)))
    return {
        "sound": recording.sound_bytes,
        "page": page,
        "pictures": sum(shown.medium.size for shown in deck.pages.all()),
        "made": made,
        "together": time.monotonic() - begun,
    }


def _whole(page):  # type: ignore[no-untyped-def]
    return page.read(0, page.size)


def _speak(path: Path, *, seconds: float) -> None:
    source = SPEECH.format(seconds=seconds)
    command = ["ffmpeg", "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", source]
    subprocess.run([*command, "-c:a", "libopus", "-b:a", "24k", str(path)], check=True)


if __name__ == "__main__":
    main()
