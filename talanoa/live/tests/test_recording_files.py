"""Packets to files, files to one sound, and what a browser asks of it."""

import base64
import io
import math
import random
import shutil
import struct
import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from talanoa.live.recordings import ranges, sound
from talanoa.live.recordings.ogg import FRAME
from talanoa.live.recordings.pieces import FileAsIs, Whole, Words, embedded
from talanoa.live.recordings.sound import Failure, SoundError, Source, silenced
from talanoa.live.recordings.tape import LONGEST_FILL, Packet, Segment, read_rtp
from talanoa.live.recordings.timeline import Part

BEGAN = datetime(2026, 12, 1, 14, tzinfo=UTC)
SOURCE, TYPE = 77, 111


def rtp(*, time=0, sent=b"\xf8abc", source=SOURCE, kind=TYPE, first=0x80, head=b""):
    return struct.pack("!BBHII", first, kind, 1, time, source) + head + sent


@pytest.fixture(scope="module")
def packets(tmp_path_factory):
    """Two seconds of a tone as Opus packets, as a mix would send them."""
    folder = tmp_path_factory.mktemp("packets")
    tone = b"".join(
        struct.pack("<h", int(9000 * math.sin(n * 440 * 2 * math.pi / 24000))) for n in range(48000)
    )
    raw, ogg = folder / "tone.raw", folder / "tone.ogg"
    raw.write_bytes(tone)
    command = ["ffmpeg", "-loglevel", "error", "-f", "s16le", "-ar", "24000", "-ac", "1", "-i", raw]
    subprocess.run([*command, "-c:a", "libopus", "-frame_duration", "20", ogg], check=True)
    found = []
    data, at = ogg.read_bytes(), 0
    while at < len(data):
        count = data[at + 26]
        laces = data[at + 27 : at + 27 + count]
        body = at + 27 + count
        length = 0
        for lace in laces:
            length += lace
            if lace < 255:
                found.append(data[body : body + length])
                body, length = body + length, 0
        at = body
    return found[2:]


def written(tmp_path, packets, *, name="a.ogg", lost=()):
    segment = Segment(tmp_path / name, began_at=BEGAN)
    for number, packet in enumerate(packets):
        if number not in lost:
            assert segment.take(Packet(number * FRAME, packet))
    segment.close()
    return segment


def loudness(path, begins, ends):
    """The loudest sample between two moments of a file, in seconds."""
    command = ["ffmpeg", "-loglevel", "error", "-i", str(path), "-ac", "1", "-ar", "8000"]
    raw = subprocess.run([*command, "-f", "s16le", "-"], check=True, capture_output=True).stdout
    samples = memoryview(raw).cast("h")
    return max(abs(sample) for sample in samples[int(begins * 8000) : int(ends * 8000)])


@pytest.mark.parametrize(
    "datagram",
    [
        b"",
        rtp()[:12],
        rtp(source=78),
        rtp(kind=0),
        rtp(first=0x40),
        rtp(sent=b""),
        rtp(sent=bytes(1276)),
        rtp(first=0x90, sent=b"\x00\x00"),
        rtp(first=0x90, head=struct.pack("!HH", 0, 500)),
        rtp(first=0xA0, sent=b"ab\xff"),
    ],
)
def test_what_is_no_packet_of_the_mix_is_left_out(datagram):
    assert read_rtp(datagram, source=SOURCE, payload_type=TYPE) is None


def test_a_packet_is_read_with_what_may_stand_before_it():
    extended = rtp(time=9, first=0x91, head=bytes(4) + struct.pack("!HHI", 1, 1, 5))

    assert read_rtp(extended, source=SOURCE, payload_type=TYPE) == Packet(9, b"\xf8abc")
    assert read_rtp(rtp(kind=TYPE | 0x80), source=SOURCE, payload_type=TYPE) is not None


def test_a_segment_is_for_our_eyes_alone_and_as_long_as_it_was(tmp_path, packets):
    segment = written(tmp_path / "recordings", packets)

    assert segment.path.stat().st_mode & 0o777 == 0o600
    assert segment.path.parent.stat().st_mode & 0o777 == 0o700
    (part,) = sound.join([Source(segment.path, BEGAN)], tmp_path / "out.webm")
    assert abs(part.seconds - segment.length.total_seconds()) < 0.02
    assert loudness(tmp_path / "out.webm", 0.5, 1.5) > 3000


def test_lost_packets_are_silence_in_their_place(tmp_path, packets):
    whole = written(tmp_path, packets, name="whole.ogg")
    lossy = written(tmp_path, packets, name="lossy.ogg", lost=range(40, 60))

    assert lossy.length == whole.length
    assert loudness(lossy.path, 0.9, 1.15) < 500 < 3000 < loudness(lossy.path, 1.3, 1.8)


def test_late_packets_are_left_out_and_a_long_silence_begins_anew(tmp_path):
    segment = Segment(tmp_path / "a.ogg", began_at=BEGAN)
    assert segment.take(Packet(2**32 - FRAME, b"\xf8abc"))
    assert segment.take(Packet(0, b"\xf8abc"))
    assert segment.take(Packet(2**32 - FRAME, b"\xf8abc"))
    assert segment.length == timedelta(milliseconds=40)

    assert not segment.take(Packet(LONGEST_FILL + 2 * FRAME, b"\xf8abc"))
    segment.close()


def test_a_file_cut_off_anywhere_plays_up_to_there(tmp_path, packets):
    whole = written(tmp_path, packets).path.read_bytes()
    cut = tmp_path / "cut.ogg"
    cut.write_bytes(whole[: len(whole) * 3 // 4])

    (part,) = sound.join([Source(cut, BEGAN)], tmp_path / "out.webm")

    assert 0.9 < part.seconds < 2


def test_segments_are_joined_with_silence_where_somebody_is_not_to_be_heard(tmp_path, packets):
    first, second = (written(tmp_path, packets, name=name).path for name in ("1.ogg", "2.ogg"))
    later = BEGAN + timedelta(minutes=5)
    made = tmp_path / "made.webm"
    silent = [(later + timedelta(seconds=0.5), later + timedelta(seconds=1.5))]

    parts = sound.join([Source(first, BEGAN), Source(second, later)], made, silent=silent)

    assert [part.began_at for part in parts] == [BEGAN, later]
    assert parts[1].offset == parts[0].seconds
    at = parts[1].offset
    assert loudness(made, at + 0.6, at + 1.4) < 30
    assert min(loudness(made, 0.5, 1.5), loudness(made, at + 1.7, at + 1.9)) > 3000
    # Made again of itself, somebody else is silenced in the right place.
    again = tmp_path / "again.webm"
    silent = [(BEGAN + timedelta(seconds=1), BEGAN + timedelta(seconds=1.5))]
    remade = sound.join([Source(made, BEGAN, parts)], again, silent=silent)
    assert [(part.offset, part.began_at) for part in remade] == [
        (part.offset, part.began_at) for part in parts
    ]
    assert loudness(again, 1.1, 1.4) < 30
    assert loudness(again, at + 0.6, at + 1.4) < 30
    assert loudness(again, 0.5, 0.9) > 3000


def test_what_cannot_be_read_is_left_out_and_nothing_at_all_is_said_so(tmp_path, packets):
    good, bad = written(tmp_path, packets).path, tmp_path / "bad.ogg"
    bad.write_bytes(random.Random(1).randbytes(5000))

    parts = sound.join([Source(bad, BEGAN), Source(good, BEGAN)], tmp_path / "out.webm")
    assert [part.offset for part in parts] == [0]
    with pytest.raises(SoundError) as empty:
        sound.join([Source(bad, BEGAN), Source(tmp_path / "none", BEGAN)], tmp_path / "no.webm")
    assert empty.value.code == Failure.EMPTY
    assert not (tmp_path / "no.webm").exists()


def test_without_ffmpeg_it_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda program: None)

    with pytest.raises(SoundError) as missing:
        sound.join([], tmp_path / "out.webm")
    assert missing.value.code == Failure.NO_FFMPEG


def test_only_the_samples_named_are_silenced():
    chunk = bytes(range(1, 21))

    quiet = silenced(chunk, first=100, cuts=[(90, 101), (103, 105), (109, 200), (300, 301)])

    assert quiet == b"\0\0" + chunk[2:6] + b"\0\0\0\0" + chunk[10:18] + b"\0\0"


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("bytes=0-", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes = 10 - 19", (10, 19)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-500", (0, 99)),
        ("", None),
        ("bytes=", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("bytes=9-5", None),
        ("lines=1-2", None),
        ("bytes=99999999999999999999-", None),
        ("bytes=-0x5", None),
    ],
)
def test_ranges_as_browsers_and_attackers_ask_for_them(header, wanted):
    assert ranges.asked(header, 100) == wanted


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_range_outside_the_file_is_none(header):
    with pytest.raises(ranges.NoSuchRange):
        ranges.asked(header, 100)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 50_000, 3 * 16_384, 3 * 16_384 * 2 + 1])
def test_any_stretch_of_a_page_put_together_is_as_in_the_whole(size):
    chance = random.Random(size)
    data = chance.randbytes(size)

    def opened(_mode):
        return io.BytesIO(data)

    whole = Whole(
        [Words(b"a"), *embedded(opened, size, "x/y"), FileAsIs(opened, size), Words(b"z")]
    )
    expected = b"adata:x/y;base64," + base64.b64encode(data) + data + b"z"
    assert whole.size == len(expected)
    for _ in range(50):
        first = chance.randint(0, whole.size)
        last = chance.randint(first, whole.size)
        assert b"".join(whole.read(first, last)) == expected[first:last]


def test_a_part_that_reaches_beyond_what_could_be_read_ends_there(tmp_path, packets):
    made = written(tmp_path, packets).path
    parts = [Part(0, BEGAN, 1), Part(1, BEGAN + timedelta(minutes=1), 60), Part(61, BEGAN, 5)]

    (first, second) = sound.join([Source(made, BEGAN, parts)], tmp_path / "out.webm")

    assert (first.seconds, round(second.seconds, 1)) == (1, 1.0)
