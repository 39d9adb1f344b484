import pytest
from sqlalchemy import select

from gateway.errors import BadRequest
from gateway.outbox import queue
from gateway.outbox.carriers import Undelivered
from gateway.store.tables import letters
from gateway.terms.letters import Attachment, Letter, LetterState
from tests.outbox.conftest import SLIP, Bag, PostRoom

pytestmark = pytest.mark.anyio


async def state_of(room: PostRoom, letter: str) -> queue.Posted:
    """Return how far a letter got."""
    return next(one for one in await room.outbox.listed() if one.id == letter)


async def test_a_posted_letter_is_sealed_carried_once_and_forgotten(room: PostRoom) -> None:
    bag = Bag()
    [letter] = await room.outbox.post(SLIP)
    row = await room.town.reader.read(lambda db: db.execute(select(letters)).one())
    for word in (b"rosa", b"Ortiz", b"secret"):
        assert word not in repr(tuple(row)).encode()
    assert await room.postman(bag).round() == 1
    [(name, message)] = bag.carried
    assert (name, message["To"]) == (letter, "rosa@home.example")
    assert await room.postman(bag).round() == 0
    done = await state_of(room, letter)
    assert (done.state, done.tries, done.kept) == (LetterState.SENT, 1, False)
    assert room.told == [LetterState.SENT]


async def test_attachments_come_out_as_they_went_in(room: PostRoom) -> None:
    bag = Bag()
    attached = Attachment(name="a.bin", media_type="application/octet-stream", content=b"\x00\xff")
    letter = Letter(kind="x", to="a@b.example", subject="s", text="t", attachments=(attached,))
    await room.outbox.post(letter)
    await room.postman(bag).round()
    [part] = bag.carried[0][1].iter_attachments()
    assert part.get_content() == b"\x00\xff"


async def test_an_address_that_is_none_posts_nothing(room: PostRoom) -> None:
    wrong = Letter(kind="x", to="nobody", subject="s", text="t")
    with pytest.raises(BadRequest):
        await room.outbox.post(SLIP, wrong)
    assert await room.outbox.listed() == []


async def test_what_is_urgent_goes_first(room: PostRoom) -> None:
    bag = Bag()
    alarm = Letter(kind="alarm", to="a@b.example", subject="now", text="t", urgent=True)
    await room.outbox.post(SLIP, SLIP, alarm)
    await room.postman(bag).round()
    assert bag.carried[0][1]["Subject"] == "now"


async def test_a_letter_that_is_to_go_once_goes_once(room: PostRoom) -> None:
    once = Letter(kind="x", to="a@b.example", subject="s", text="t", once="notice:k1:30")
    first = await room.outbox.post(once, once)
    assert len(first) == 1
    assert await room.outbox.post(once) == ()
    assert len(await room.outbox.listed()) == 1


async def test_a_failure_is_tried_again_later_and_later_and_then_given_up(room: PostRoom) -> None:
    bag = Bag()
    [letter] = await room.outbox.post(SLIP)
    waits = []
    while (at := await state_of(room, letter)).state is LetterState.WAITING:
        waits.append((at.due - room.clock[0]) // 60_000)
        room.clock[0] = at.due
        bag.faults.append(Undelivered("smtp_unreachable"))
        assert await room.postman(bag).round() == 1
    assert waits[:6] == [0, 1, 2, 4, 8, 16]
    assert waits[-1] == 360
    assert sum(waits) <= 3 * 24 * 60
    assert (at.state, at.code, at.kept) == (LetterState.FAILED, "smtp_unreachable", True)
    await room.outbox.retry(letter)
    assert await room.postman(bag).round() == 1
    assert (await state_of(room, letter)).state is LetterState.SENT


async def test_a_refusal_for_good_is_not_tried_again(room: PostRoom) -> None:
    bag = Bag()
    bag.faults.append(Undelivered("smtp_550", final=True))
    [letter] = await room.outbox.post(SLIP)
    await room.postman(bag).round()
    failed = await state_of(room, letter)
    assert (failed.state, failed.code) == (LetterState.FAILED, "smtp_550")
    room.wait(days=31)
    await room.postman(bag).round()
    assert not (await state_of(room, letter)).kept
    with pytest.raises(BadRequest) as over:
        await room.outbox.retry(letter)
    assert over.value.code == "letter_over"


async def test_a_letter_whose_postman_died_goes_after_the_lease(room: PostRoom) -> None:
    bag = Bag()
    [letter] = await room.outbox.post(SLIP)
    now = room.clock[0]
    taken = await room.run(lambda db: queue.claim(db, now))
    assert taken is not None
    assert await room.run(lambda db: queue.claim(db, now)) is None
    assert await room.postman(bag).round() == 0
    room.wait(minutes=6)
    assert await room.postman(bag).round() == 1
    assert [name for name, _ in bag.carried] == [letter]


async def test_what_is_over_is_not_sent(room: PostRoom) -> None:
    bag = Bag()
    late = Letter(kind="x", to="a@b.example", subject="s", text="t", until=room.clock[0] + 1000)
    [letter] = await room.outbox.post(late)
    room.wait(seconds=1)
    assert await room.postman(bag).round() == 0
    over = await state_of(room, letter)
    assert (over.state, over.kept) == (LetterState.EXPIRED, False)


async def test_a_letter_is_taken_back_before_it_is_sent_and_not_after(room: PostRoom) -> None:
    bag = Bag()
    first, second = await room.outbox.post(SLIP, SLIP)
    await room.outbox.cancel(first)
    await room.postman(bag).round()
    assert [name for name, _ in bag.carried] == [second]
    for letter in (first, second, "nobody"):
        with pytest.raises(BadRequest):
            await room.outbox.cancel(letter)


async def test_a_letter_that_does_not_open_waits_for_its_key(room: PostRoom) -> None:
    bag = Bag()
    first, second = await room.outbox.post(SLIP, SLIP)
    moved = letters.update().where(letters.c.id == first).values(sealed=b"damaged")
    await room.run(lambda db: db.execute(moved).rowcount)
    assert await room.postman(bag).round() == 2
    assert (await state_of(room, first)).code == "keys_mismatch"
    assert [name for name, _ in bag.carried] == [second]


async def test_letters_are_listed_by_state_kind_and_what_they_are_about(room: PostRoom) -> None:
    other = Letter(kind="other", to="a@b.example", subject="s", text="t", about="k2")
    first, second = await room.outbox.post(SLIP, other)
    listed = room.outbox.listed
    assert [one.id for one in await listed()] == [second, first]
    assert [one.id for one in await listed(kind="slip")] == [first]
    assert [one.id for one in await listed(about="k2")] == [second]
    assert [one.id for one in await listed(before=second)] == [first]
    assert await listed(state=LetterState.SENT) == []
