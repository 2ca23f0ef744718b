"""Reading a framework's file from text, for tests."""

from io import BytesIO

import pytest

from talanoa.assessment import files


def read(text, *, is_csv=False):
    data = text if isinstance(text, bytes) else text.encode()
    return files.read(BytesIO(data), is_csv=is_csv)


def faults(text, *, is_csv=False):
    with pytest.raises(files.Faulty) as refused:
        read(text, is_csv=is_csv)
    return [tuple(fault) for fault in refused.value.faults]
