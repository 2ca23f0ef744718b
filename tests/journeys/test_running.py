"""The product starts, survives, and stops whole."""

import time

import psutil
import pytest


def until(condition, *, seconds=20):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_it_starts_and_ctrl_c_stops_every_process(an_empty_product):
    product = an_empty_product
    started = product.processes()
    everything = [p for one in started.values() for p in (one, *one.children(recursive=True))]

    code = product.stop()

    assert sorted(started) == ["janus", "pages", "room", "serve", "worker"]
    assert code == 0
    assert [process for process in everything if process.is_running()] == []


def test_nothing_outlives_a_killed_supervisor(an_empty_product):
    product = an_empty_product
    serve = product.processes()["serve"]
    children = serve.children(recursive=True)

    serve.kill()
    _, left = psutil.wait_procs(children, timeout=10)

    assert left == []


def test_a_killed_part_comes_back(an_empty_product):
    product = an_empty_product
    before = {name: process.pid for name, process in product.processes().items()}

    product.kill("pages", "room", "worker", "janus")

    def are_back():
        now = product.processes()
        return sorted(now) == sorted(before) and all(
            now[name].pid != pid for name, pid in before.items() if name != "serve"
        )

    assert until(are_back)
    assert until(lambda: product.health()["status"] == "ok", seconds=60)


def test_a_second_one_on_the_same_folder_says_why_it_will_not_start(an_empty_product):
    with pytest.raises(RuntimeError, match="already running"):
        an_empty_product.command("serve")


def test_nothing_is_lost_when_it_starts_again(an_empty_product):
    product = an_empty_product
    key = (product.folder / "data" / "secret-key").read_text()
    product.stop()

    product.start()

    assert (product.folder / "data" / "secret-key").read_text() == key
    assert product.manage("migrate", "--plan").splitlines()[-1].strip() == (
        "No planned migration operations."
    )
