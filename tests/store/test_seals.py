"""Seals: their tree, their chain, their signatures, their file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import UUID

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adapters.seals import (
    NOTHING_BEFORE,
    Leaf,
    NotASealError,
    Seal,
    check_seals,
    from_file,
    make_seal,
    merkle_root,
    to_file,
)

KEY = Ed25519PrivateKey.generate()
OTHER_KEY = Ed25519PrivateKey.generate()
LINK = bytes(32)


def hashed(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def leaf(number: int, position: int) -> Leaf:
    return Leaf(UUID(int=number), position, LINK)


def three_seals(key: Ed25519PrivateKey = KEY) -> list[Seal]:
    seals: list[Seal] = []
    for number in range(1, 4):
        heads = [leaf(2, 5 * number), leaf(1, 7)]
        seals.append(make_seal(heads, 1000 * number, seals[-1] if seals else None, key))
    return seals


def signed(seal: Seal, key: Ed25519PrivateKey = KEY) -> Seal:
    public = msgspec.structs.replace(seal, public_key=key.public_key().public_bytes_raw())
    return msgspec.structs.replace(public, signature=key.sign(public.statement))


def test_the_tree_is_that_of_rfc_9162() -> None:
    a, b, c, d, e = (hashed(b"\0", one) for one in (b"a", b"b", b"c", b"d", b"e"))
    four = hashed(b"\1", hashed(b"\1", a, b), hashed(b"\1", c, d))

    assert merkle_root([]) == hashed()
    assert merkle_root([b"a"]) == a
    assert merkle_root([b"a", b"b", b"c"]) == hashed(b"\1", hashed(b"\1", a, b), c)
    assert merkle_root([b"a", b"b", b"c", b"d"]) == four
    assert merkle_root([b"a", b"b", b"c", b"d", b"e"]) == hashed(b"\1", four, e)


def test_a_row_of_seals_is_in_order() -> None:
    one, two, _ = three_seals()

    assert check_seals(three_seals()) is None
    assert (one.previous, two.previous) == (NOTHING_BEFORE, hashed(one.statement))
    assert [each.tenant.int for each in one.leaves] == [1, 2]


CHANGES: dict[str, Callable[[Seal], Seal]] = {
    "number": lambda seal: msgspec.structs.replace(seal, number=5),
    "previous": lambda seal: signed(msgspec.structs.replace(seal, previous=LINK)),
    "time": lambda seal: signed(msgspec.structs.replace(seal, sealed_at=1000)),
    "root": lambda seal: msgspec.structs.replace(seal, leaves=(leaf(1, 7), leaf(2, 11))),
    "leaves": lambda seal: msgspec.structs.replace(seal, leaves=seal.leaves[:1]),
    "signature": lambda seal: msgspec.structs.replace(seal, signature=bytes(64)),
    "key": lambda seal: signed(seal, OTHER_KEY),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_changed_seal_is_named(kind: str) -> None:
    one, two, three = three_seals()
    trusted = frozenset({KEY.public_key().public_bytes_raw()})

    fault = check_seals([one, CHANGES[kind](two), three], trusted=trusted)

    assert fault is not None
    assert (fault.number, fault.kind, fault.kept) == (2, kind, False)


def test_leaves_out_of_order_and_a_key_of_the_wrong_length_are_faults() -> None:
    one, two, _ = three_seals()
    turned = msgspec.structs.replace(two, leaves=two.leaves[::-1])
    keyless = msgspec.structs.replace(two, public_key=b"")

    kinds = [check_seals([one, changed]) for changed in (turned, keyless)]

    assert [fault and fault.kind for fault in kinds] == ["leaves", "signature"]


def test_a_kept_seal_finds_that_later_ones_were_taken_away_or_made_anew() -> None:
    one, two, three = three_seals()
    anew = three_seals(OTHER_KEY)

    taken = check_seals([one, two], three)
    forged = check_seals(anew, three)
    doubled = check_seals([one, two, signed(msgspec.structs.replace(three, sealed_at=9000))], three)

    assert check_seals([one, two, three], two) is None
    assert taken is not None
    assert (taken.number, taken.kind, taken.kept) == (3, "missing", True)
    assert forged is not None
    assert (forged.number, forged.kind, forged.kept) == (1, "key", False)
    assert doubled is not None
    assert (doubled.number, doubled.kind, doubled.kept) == (3, "different", True)


def test_a_kept_seal_that_was_changed_is_no_witness() -> None:
    *_, three = three_seals()
    changed = msgspec.structs.replace(three, sealed_at=1)

    fault = check_seals(three_seals(), changed)

    assert fault is not None
    assert (fault.kind, fault.kept) == ("signature", True)


def test_a_seal_file_is_read_as_it_was_written() -> None:
    (_, _, seal) = three_seals()

    assert from_file(to_file(seal)) == seal
    for broken in (b"", b"{}", to_file(seal).replace(b'"root": "', b'"root": "0')):
        with pytest.raises(NotASealError):
            from_file(broken)
