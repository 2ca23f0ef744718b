import pytest

from talanoa.ui.sheets import harmless


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("Ana Faleolo", "Ana Faleolo"),
        ("", ""),
        ("-5", "'-5"),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("\r\n=1+1", "'\r\n=1+1"),
        ("\ttext", "'\ttext"),
        ("＝1+1", "'＝1+1"),
        ("a=b", "a=b"),
    ],
)
def test_no_cell_is_a_formula(cell, written):
    assert harmless(cell) == written
