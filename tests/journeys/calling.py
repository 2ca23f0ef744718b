"""A telephone behind a trunk: sipp, which dials, presses keys and speaks, and hears the end."""

import contextlib
import math
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from talanoa.live.phone import g711

KEYS = Path("/usr/share/sip-tester")
"""Where Debian's package keeps a recording of each key, as packets."""
NAMES = {"*": "star", "#": "pound"}
BETWEEN_KEYS = 350
"""Milliseconds; a press lasts 150."""
LONGEST = 90
"""Seconds a call may take before it is given up."""

DIAL = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE scenario SYSTEM "sipp.dtd">
<scenario name="somebody calls">
  <send retrans="500"><![CDATA[
    INVITE sip:dial-in@[remote_ip]:[remote_port] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    From: "Somebody" <sip:{caller}@[local_ip]:[local_port]>;tag=[call_number]
    To: <sip:dial-in@[remote_ip]:[remote_port]>
    Call-ID: [call_id]
    CSeq: 1 INVITE
    Contact: <sip:{caller}@[local_ip]:[local_port]>
    Max-Forwards: 70
    Content-Type: application/sdp
    Content-Length: [len]

    v=0
    o=trunk 53655765 2353687637 IN IP4 [local_ip]
    s=-
    c=IN IP4 [media_ip]
    t=0 0
    m=audio [rtpstream_audio_port] RTP/AVP {payload} 101
    a=rtpmap:101 telephone-event/8000
    a=fmtp:101 0-15
  ]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="200" rrs="true"/>
  <send><![CDATA[
    ACK sip:dial-in@[remote_ip]:[remote_port] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    From: "Somebody" <sip:{caller}@[local_ip]:[local_port]>;tag=[call_number]
    To: <sip:dial-in@[remote_ip]:[remote_port]>[peer_tag_param]
    Call-ID: [call_id]
    CSeq: 1 ACK
    Contact: <sip:{caller}@[local_ip]:[local_port]>
    Max-Forwards: 70
    Content-Length: 0

  ]]></send>
{steps}
</scenario>
"""
HEARS_THE_END = f"""
  <recv request="BYE" timeout="{LONGEST * 1000}"/>
  <send><![CDATA[
    SIP/2.0 200 OK
    [last_Via:]
    [last_From:]
    [last_To:]
    [last_Call-ID:]
    [last_CSeq:]
    Content-Length: 0

  ]]></send>
"""
HANGS_UP = """
  <send retrans="500"><![CDATA[
    BYE sip:dial-in@[remote_ip]:[remote_port] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    From: "Somebody" <sip:{caller}@[local_ip]:[local_port]>;tag=[call_number]
    To: <sip:dial-in@[remote_ip]:[remote_port]>[peer_tag_param]
    Call-ID: [call_id]
    CSeq: 2 BYE
    Max-Forwards: 70
    Content-Length: 0

  ]]></send>
  <recv response="200"/>
"""


def waits(milliseconds: int) -> str:
    return f'  <pause milliseconds="{milliseconds}"/>'


def presses(keys: str) -> str:
    """Steps that press these keys one after another."""
    steps = []
    for key in keys:
        packets = KEYS / f"dtmf_2833_{NAMES.get(key, key)}.pcap"
        steps.append(f'  <nop><action><exec play_pcap_audio="{packets}"/></action></nop>')
        steps.append(waits(BETWEEN_KEYS))
    return "\n".join(steps)


def speaks(tone: Path, payload: int) -> str:
    """A step from which on the caller speaks, until the call ends."""
    return f'  <nop><action><exec rtp_stream="{tone},-1,{payload}"/></action></nop>'


def write_tone(path: Path, hertz: int, codec: str) -> Path:
    """A voice to speak with: syllables of one tone, as telephone sound without a header."""
    samples = []
    for at in range(4 * g711.RATE):
        into = (at / g711.RATE) % 0.44
        swell = math.sin(math.pi * into / 0.32) if into < 0.32 else 0.0
        samples.append(int(12_000 * swell * math.sin(2 * math.pi * hertz * at / g711.RATE)))
    path.write_bytes(g711.encode(samples, codec))
    return path


class Call:
    """A call that is going on."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process = process
        self._folder = folder

    @property
    def is_over(self) -> bool:
        return self._process.poll() is not None

    def went_as_planned(self) -> bool:
        """Wait for its end; whether every step of it came."""
        self._process.wait(timeout=LONGEST + 10)
        return self._process.returncode == 0

    def errors(self) -> str:
        return (
            "\n".join(path.read_text() for path in self._folder.glob("*errors.log"))
            + (self._folder / "said").read_text()[-3000:]
        )


@contextmanager
def calling(
    folder: Path, port: int, *steps: str, caller: str = "+6760000042", payload: int = 0
) -> Iterator[Call]:
    """Call the phone at ``port`` of this machine; inside the block the call goes on."""
    folder.mkdir(parents=True, exist_ok=True)
    scenario = folder / "call.xml"
    written = "\n".join(steps).replace("{caller}", caller)
    scenario.write_text(DIAL.format(caller=caller, payload=payload, steps=written))
    program = shutil.which("sipp")
    if program is None:
        raise FileNotFoundError("sipp; see tools/debian-packages.txt")
    media = free_pair()
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(
            [
                program, f"127.0.0.1:{port}", "-sf", str(scenario), "-m", "1", "-l", "1",
                "-i", "127.0.0.1", "-p", str(free_udp_port()), "-mi", "127.0.0.1",
                "-mp", str(media),
                "-nostdin", "-trace_err", "-timeout", str(LONGEST),
            ],
            cwd=folder,
            stdout=said,
            stderr=subprocess.STDOUT,
            text=True,
        )  # fmt: skip
    try:
        yield Call(process, folder)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait()


def free_udp_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def free_pair() -> int:
    """An even port below a run of ports that are likely free."""
    return min(free_udp_port() // 2 * 2, 65_400)
