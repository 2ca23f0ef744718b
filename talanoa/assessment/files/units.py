"""The units an indicator may have, and the kinds of indicator they go with."""

UNITS = {
    "number": (
        "count",
        "people",
        "services",
        "articles",
        "days",
        "years",
        "per_100000",
        "per_million",
        "mg_ome_per_person_year",
    ),
    "share": ("percent",),
    "levels": (),
    "yes_no": (),
}
"""By kind. A kind with units must have one of them; the others have none."""

BOUNDED = ("number", "share")
"""Kinds that may have a lowest and a highest value."""
