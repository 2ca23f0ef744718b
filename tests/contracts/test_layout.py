"""The contracts of pyproject.toml speak of every room there is."""

import tomllib

from tests.contracts import tree

CONTRACTS = tomllib.loads((tree.ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]


def rooms():
    return {path.parent.name for path in tree.PACKAGE.glob("*/__init__.py")}


def test_every_room_has_its_place_in_the_order():
    (order,) = [contract for contract in CONTRACTS if contract["id"] == "rooms"]
    placed = {
        room.strip("() ")
        for layer in order["layers"]
        for room in layer.replace(":", "|").split("|")
    }

    assert rooms() - placed == set()


def test_every_module_said_to_be_pure_is_there():
    (pure,) = [contract for contract in CONTRACTS if contract["id"] == "pure"]

    missing = [
        name
        for name in pure["source_modules"]
        if not (tree.ROOT / (name.replace(".", "/") + ".py")).exists()
        and not (tree.ROOT / name.replace(".", "/") / "__init__.py").exists()
    ]

    assert missing == []
