"""Does the judgement of the benchmark of many people at once find what was lost, doubled or never answered?"""

import pytest

from benchmarks.together import Tally, judged, spread


def tally(**more):
    one = Tally()
    one.saved = ["together 1", "together 2"]
    one.changed["row"] = 1
    one.titles.add("together 3")
    for name, value in more.items():
        setattr(one, name, value)
    return one


def found(rows=None, shared=None, events=3, **more):
    rows = {"together 1": [1], "together 2": [1]} if rows is None else rows
    stands = {"pk": "row", "version": 2, "events": 2, "title": "together 3"} | (shared or {})
    return judged([tally(**more)], {"events": 10}, {"rows": rows, "shared": [stands], "events": 10 + events})


def test_what_stands_as_it_was_answered_is_no_fault():
    assert found() == []


@pytest.mark.parametrize(
    "fault, told",
    [
        ({"rows": {"together 1": [1]}}, "“together 2” stands 0 times"),
        ({"rows": {"together 1": [1], "together 2": [1, 1]}}, "“together 2” stands 2 times"),
        ({"rows": {"together 1": [1], "together 2": [0]}}, "“together 2” stands 1 times, with [0] events"),
        ({"rows": {"together 1": [1], "together 2": [1], "together 9": [1]}}, "“together 9” stands though"),
        ({"shared": {"version": 3}}, "1 changes were answered; version 3"),
        ({"shared": {"title": "together 8"}}, "“together 8” stands on a shared row"),
        ({"events": 2}, "3 entries were answered, 2 events were noted"),
        ({"faults": ["write: 500"]}, "write: 500"),
    ],
)
def test_each_fault_is_told(fault, told):
    (sentence,) = found(**fault)
    assert told in sentence


def test_an_entry_whose_answer_never_came_may_stand_or_not():
    both = {"together 1": [1], "together 2": [1]}
    assert found(unknown=["together 9"]) == []
    assert found(unknown=["together 9"], rows=both | {"together 9": [1]}, events=4) == []


def test_times_are_told_in_milliseconds_by_rank():
    assert spread([number / 1000 for number in range(1, 101)]) == {
        "number": 100,
        "median": 50.5,
        "p95": 96.0,
        "p99": 100.0,
        "max": 100.0,
    }
