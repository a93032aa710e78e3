"""Eight clients at once: one act is done once, and numbers have no gap."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

THREADS = 8


def _at_once(app, clerk, call):
    """The answers of eight clients that start together."""
    barrier = Barrier(THREADS)

    def one(_):
        caller = replace(clerk, client=app.test_client())
        barrier.wait()
        return call(caller)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def test_one_of_eight_same_acts_is_done_and_seven_are_stale(app, clerk):
    case = clerk.register()
    answers = _at_once(
        app,
        clerk,
        lambda one: one.act(
            case, "request_correction", "2020-09-10", items_to_correct="名称", days=15
        ),
    )
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 7]
    refused = [answer.json["error"]["code"] for answer in answers if answer.status_code == 409]
    assert refused == ["stale_case"] * 7
    assert clerk.get(f"/requests/{case['id']}").json["version"] == case["version"] + 1


def test_eight_requests_registered_at_once_are_numbered_without_a_gap(app, clerk):
    cases = _at_once(app, clerk, lambda one: one.register())
    numbers = sorted(case["number"] for case in cases)
    assert numbers == [f"DISTRICT-2020-{n:04}" for n in range(1, THREADS + 1)]
