"""What is loaded into this room: the list of countries, and open figures about them."""

from talanoa.countries.services.atlas import load_atlas
from talanoa.countries.services.figures import Given, Outcome, load_series, put_figures
from talanoa.countries.services.lists import load, load_list
from talanoa.countries.services.refreshing import refresh

__all__ = [
    "Given",
    "Outcome",
    "load",
    "load_atlas",
    "load_list",
    "load_series",
    "put_figures",
    "refresh",
]
