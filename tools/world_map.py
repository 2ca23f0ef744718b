"""Draw the map of the world that pages colour: talanoa/countries/static/countries/world.svg.

From the package ``world-atlas`` (``package.json``; Natural Earth, public domain), by ``npm ci`` and
then ``python tools/world_map.py``. Each Member State is one element whose id is its ISO code, in
the Equal Earth projection, 2000 wide. Lines that two countries share are made simpler once, so that
no gaps open. A country too small to be seen is a dot.

What is disputed belongs to nobody here: areas that Natural Earth draws apart or gives to whoever
holds them, as far as they can be told apart at this scale, stand with all other land that is no
Member State's under the id ``elsewhere``, which pages leave uncoloured.
"""

import json
import math
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ATLAS = ROOT / "node_modules" / "world-atlas"
COUNTRIES = ROOT / "talanoa" / "countries" / "data" / "countries.json"
DRAWN = ROOT / "talanoa" / "countries" / "static" / "countries" / "world.svg"

WIDTH = 2000
TOLERANCE = 1.6
"""How far a line may leave its place, in units of which the map is ``WIDTH`` wide."""
SMALLEST_ISLAND = 9
"""Square units below which a ring is left out, unless it is the country's largest."""
DOT = 7
"""The radius of a country whose land is narrower than that."""
ANTARCTICA = "010"

CRIMEA = (34.2, 45.3)
"""A place within the ring that is drawn with what is disputed, whoever's it is in the data."""
KASHMIR = [
    (73.6, 34.4), (72.6, 36.2), (74.0, 36.9), (75.8, 36.7), (77.8, 35.5), (80.2, 35.5),
    (79.4, 34.2), (78.9, 32.4), (76.8, 33.1), (75.6, 32.4), (74.2, 33.0), (73.6, 34.4),
]  # fmt: skip
"""Roughly; laid over the countries that the data divide it between."""

Point = tuple[float, float]
Ring = list[Point]


def main() -> int:
    members = {
        one["iso_numeric"]: one["iso3"]
        for one in json.loads(COUNTRIES.read_text(encoding="utf-8"))["countries"]
    }
    atlas = _read("countries-50m.json")
    arcs = [_simpler(arc) for arc in _arcs(atlas)]
    shapes: dict[str, list[Ring]] = {}
    elsewhere: list[Ring] = []
    for geometry in atlas["objects"]["countries"]["geometries"]:
        if geometry.get("id") == ANTARCTICA:
            continue
        rings = list(_rings(geometry, arcs))
        iso3 = members.get(geometry.get("id", ""))
        for ring in rings:
            is_disputed = iso3 is None or _holds(ring, _projected(*CRIMEA))
            (elsewhere if is_disputed else shapes.setdefault(iso3 or "", [])).append(ring)
    shapes |= dict(_too_small(atlas, members, shapes))
    lines = [_element(iso3, rings) for iso3, rings in sorted(shapes.items())]
    over = [_projected(*place) for place in KASHMIR]
    lines.append(f'<path id="elsewhere" d="{_path(_worth(elsewhere))}"/>')
    lines.append(f'<path id="disputed" d="{_path([over])}"/>')
    height = round(_projected(0, -57)[1])
    DRAWN.parent.mkdir(parents=True, exist_ok=True)
    DRAWN.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}">\n'
        "<!-- Natural Earth, public domain; made simpler by tools/world_map.py -->\n"
        + "\n".join(lines)
        + "\n</svg>\n",
        encoding="utf-8",
    )
    missing = sorted(set(members.values()) - set(shapes))
    print(f"{len(shapes)} countries, {DRAWN.stat().st_size} bytes, height {height}; {missing}")
    return 1 if missing else 0


def _read(name: str) -> dict[str, Any]:
    return json.loads((ATLAS / name).read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def _arcs(atlas: dict[str, Any]) -> Iterator[Ring]:
    """Each line of the topology, in degrees. Its places are steps from the one before.

    One that crosses the 180th meridian goes on beyond it.
    """
    (wide, high), (west, south) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    for arc in atlas["arcs"]:
        x = y = 0
        line: Ring = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            place = (x * wide + west, y * high + south)
            line.append(_beside(place, line[-1]) if line else place)
        yield line


def _beside(place: Point, other: Point) -> Point:
    """The same place, told by the longitude that lies nearest to the other's."""
    return place[0] + 360 * round((other[0] - place[0]) / 360), place[1]


def _projected(longitude: float, latitude: float) -> Point:
    """Equal Earth: every country as large as it is."""
    a, b, c, d = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    slope = 9 * d * t**8 + 7 * c * t**6 + 3 * b * t**2 + a
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t) / (3 * slope)
    y = d * t**9 + c * t**7 + b * t**3 + a * t
    scale = WIDTH / (2 * 2.7066)
    return (x + 2.7066) * scale, (1.3 - y) * scale


def _simpler(line: Ring) -> Ring:
    """Douglas and Peucker's way; a closed line is halved first, at what lies farthest."""
    if line[0] == line[-1] and len(line) > 3:
        far = max(range(len(line)), key=lambda at: math.dist(line[0], line[at]))
        return _reduced(line[: far + 1])[:-1] + _reduced(line[far:])
    return _reduced(line)


def _reduced(line: Ring) -> Ring:
    if len(line) < 3:
        return line
    first, last = line[0], line[-1]
    away = [_off(_projected(*point), _projected(*first), _projected(*last)) for point in line]
    far = max(range(len(line)), key=away.__getitem__)
    if away[far] <= TOLERANCE:
        return [first, last]
    return _reduced(line[: far + 1])[:-1] + _reduced(line[far:])


def _off(point: Point, first: Point, last: Point) -> float:
    """How far a place lies from the straight way between two others."""
    (x, y), (x1, y1), (x2, y2) = point, first, last
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length if length else 0
    along = min(1, max(0, along))
    return math.dist(point, (x1 + along * (x2 - x1), y1 + along * (y2 - y1)))


def _rings(geometry: dict[str, Any], arcs: list[Ring]) -> Iterator[Ring]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        for indices in polygon:
            ring: Ring = []
            for index in indices:
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                shift = _beside(arc[0], ring[-1])[0] - arc[0][0] if ring else 0
                ring.extend((x + shift, y) for x, y in (arc[1:] if ring else arc))
            for turn in (-360, 0, 360):
                cut = _cut([(x + turn, y) for x, y in ring])
                if cut:
                    yield [_projected(*place) for place in cut]


def _cut(ring: Ring) -> Ring:
    """The part of a ring between the 180th meridians, in Sutherland and Hodgman's way."""
    for side in (-1, 1):
        kept: Ring = []
        for at, (x, y) in enumerate(ring):
            x0, y0 = ring[at - 1]
            is_in, was_in = x * side <= 180, x0 * side <= 180
            if is_in != was_in:
                edge = 180.0 * side
                kept.append((edge, y0 + (y - y0) * (edge - x0) / (x - x0)))
            if is_in:
                kept.append((x, y))
        ring = kept
    return ring


def _too_small(
    atlas: dict[str, Any], members: dict[str, str], shapes: dict[str, list[Ring]]
) -> Iterator[tuple[str, list[Ring]]]:
    """Countries of which nothing would be seen: as they stand before anything was made simpler."""
    finer = _read("countries-10m.json")
    for source in (atlas, finer):
        lines = list(_arcs(source))
        for geometry in source["objects"]["countries"]["geometries"]:
            iso3 = members.get(geometry.get("id", ""))
            if iso3 and (iso3 not in shapes or not _worth(shapes[iso3])):
                yield iso3, list(_rings(geometry, lines))


def _worth(rings: list[Ring]) -> list[Ring]:
    return [ring for ring in rings if len(ring) > 3 and abs(_area(ring)) >= SMALLEST_ISLAND]


def _element(iso3: str, rings: list[Ring]) -> str:
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    wide = max(x for x, _ in largest) - min(x for x, _ in largest)
    high = max(y for _, y in largest) - min(y for _, y in largest)
    worth = _worth(rings)
    if worth and max(wide, high) >= DOT * 2:
        return f'<path id="{iso3}" d="{_path(worth)}"/>'
    x = sum(x for x, _ in largest) / len(largest)
    y = sum(y for _, y in largest) / len(largest)
    return f'<circle id="{iso3}" cx="{round(x)}" cy="{round(y)}" r="{DOT}"/>'


def _path(rings: Iterable[Ring]) -> str:
    return "".join(filter(None, map(_steps, rings)))


def _steps(ring: Ring) -> str:
    """A ring in whole units, each place as a step from the one before."""
    whole = [(round(x), round(y)) for x, y in ring]
    places = [place for at, place in enumerate(whole) if at == 0 or place != whole[at - 1]]
    if len(places) < 4:
        return ""
    steps = []
    for (x1, y1), (x2, y2) in pairwise(places[:-1]):
        steps += [x2 - x1, y2 - y1]
    said = ""
    for step in steps:
        said += f"{step}" if step < 0 or not said else f" {step}"
    return f"M{places[0][0]} {places[0][1]}l{said}z"


def _area(ring: Ring) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _holds(ring: Ring, place: Point) -> bool:
    """Whether a small ring lies around a place: the ring of a peninsula, not of its country."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    around = min(xs) <= place[0] <= max(xs) and min(ys) <= place[1] <= max(ys)
    return around and max(xs) - min(xs) < 40


if __name__ == "__main__":
    sys.exit(main())
