"""A server on this machine that answers as the health observatory does, or as it should not."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def a_row(iso3="TON", year=2017, value="Yes", **more):
    """A row in the observatory's published form."""
    return {
        "Id": 1,
        "IndicatorCode": "NCD_CCS_OralMorph",
        "SpatialDimType": "COUNTRY",
        "SpatialDim": iso3,
        "ParentLocationCode": "WPR",
        "TimeDimType": "YEAR",
        "TimeDim": year,
        "Dim1Type": None,
        "Dim1": None,
        "Value": value,
        "NumericValue": None,
        "Low": None,
        "High": None,
        "Comments": None,
        "Date": "2019-04-01T00:00:00+02:00",
    } | more


def a_page(*rows, **more):
    """What the observatory answers with: the rows, and where the next ones are."""
    context = {"@odata.context": "https://ghoapi.azureedge.net/api/$metadata#NCD"}
    return json.dumps(context | {"value": list(rows)} | more)


@contextmanager
def observatory(*answers) -> Iterator[tuple[str, list[str]]]:
    """Serve each answer in its turn; the last one for ever. Gives the address and what was asked.

    An answer is a text, or a status, a text and heads.
    """
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            answer = answers[min(len(asked), len(answers) - 1)]
            asked.append(self.path)
            status, text, heads = (200, answer, {}) if isinstance(answer, str) else answer
            self.send_response(status)
            for name, value in ({"Content-Type": "application/json; odata=x"} | heads).items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(text.replace("HERE", here).encode())
            except OSError:
                # Who asked has heard enough.
                return

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = f"http://127.0.0.1:{server.server_port}/api/"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield here, asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
