"""Whatever is changed in stored history is found by a seal that was kept elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

from adapters.chain import Row, check_log, next_link
from tests.store.tampering import (
    MUTATIONS,
    UNSEEN_WITHOUT_A_SEAL,
    Stored,
    check,
    cut,
    mutated,
    rewrite,
)

MUTATIONS_IN_ALL = 2_000


def test_every_mutation_of_sealed_history_is_found_by_the_kept_seal(stored: Stored) -> None:
    found: Counter[str] = Counter()
    missed = []
    for number in range(MUTATIONS_IN_ALL):
        mutation, before, after = mutated(stored, number)
        assert (before.rows, before.head) != (after.rows, after.head), number
        fault = check(after, stored.kept).fault
        if fault is None:
            missed.append((number, mutation.__name__))
        else:
            found[fault.kind] += 1

    assert missed == []
    assert sum(found.values()) == MUTATIONS_IN_ALL
    assert found.keys() >= {"position", "link", "cut", "rewritten", "head"}


def test_without_the_kept_seal_a_cut_and_a_rewrite_are_not_found(stored: Stored) -> None:
    # The control: it shows what the seal is for, and that the mutations are made well.
    unseen: Counter[bool] = Counter()
    for number in range(MUTATIONS_IN_ALL):
        mutation, _, after = mutated(stored, number)
        fault = check(after, None).fault
        if mutation in UNSEEN_WITHOUT_A_SEAL:
            unseen[fault is None] += 1

    assert unseen == {True: MUTATIONS_IN_ALL * len(UNSEEN_WITHOUT_A_SEAL) // len(MUTATIONS)}


def test_what_was_recorded_after_the_seal_is_not_protected_by_it(stored: Stored) -> None:
    # The bound of the promise: the newest school's log is not in the kept seal.
    (tenant,) = stored.logs.keys() - {leaf.tenant for leaf in stored.kept.leaves}
    for mutation in (cut, rewrite):
        after = stored.logs[tenant].copy()
        mutation(after, len(after.rows), Random(1))  # noqa: S311 - nothing is kept secret by it

        assert check(after, stored.kept).fault is None


def test_untouched_logs_raise_no_alarm_whichever_seal_was_kept(stored: Stored) -> None:
    checked = 0
    for at, (logs, _) in enumerate(stored.stages):
        for _, kept in stored.stages[: at + 1]:
            for log in logs.values():
                assert check(log, kept).fault is None
                checked += 1

    assert checked == 2 * 1 + 3 * 2 + 4 * 3 + 5 * 4


def test_a_log_that_is_longer_in_the_seal_than_stored_was_cut(stored: Stored) -> None:
    logs, _ = stored.stages[0]
    _, later = stored.stages[-1]
    (short,) = (log for log in logs.values() if len(log.rows) < len(stored.logs[log.tenant].rows))

    fault = check(short, later).fault

    assert fault is not None
    assert (fault.kind, fault.position) == ("cut", len(short.rows) + 1)


def test_a_log_made_up_in_another_order_is_found_without_any_seal(stored: Stored) -> None:
    # Chained anew and given a head, but not what es.append would ever write.
    log = max(stored.logs.values(), key=lambda one: len(one.rows))
    made_up: dict[str, Callable[[Row], Row]] = {
        "version": lambda row: (*row[:2], row[2] + 1, *row[3:]),
        "time": lambda row: (*row[:3], 0, *row[4:]),
        "command": lambda row: (*row[:5], log.rows[0][5], *row[6:]),
        "causation": lambda row: (*row[:8], bytes(16), row[9]),
    }
    for kind, change in made_up.items():
        after = log.copy()
        after.rows[-1] = change(after.rows[-1])
        after.compute_again(len(after.rows) - 1)
        fault = check_log(after.tenant, after.rows, after.head).fault

        assert fault is not None
        assert (fault.kind, fault.position) == (kind, len(after.rows))


def test_a_gap_is_found_though_the_chain_goes_over_it(stored: Stored) -> None:
    after = max(stored.logs.values(), key=lambda one: len(one.rows)).copy()
    *_, before, last = after.rows
    moved = (last[0] + 1, *last[1:])
    chain = next_link(before[7], after.tenant.bytes, moved)
    after.rows[-1] = (*moved[:7], chain, *moved[8:])

    fault = check(after, None).fault

    assert fault is not None
    assert (fault.kind, fault.position) == ("position", last[0])
