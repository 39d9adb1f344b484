from tests.wire.fakes import ORIGINAL, STAND_IN, make


def test_the_fake_restores_at_every_cut() -> None:
    text = f"Tav {STAND_IN}'s friend, Tavr"
    for cut in range(len(text) + 1):
        run = make(json=False)
        assert run.feed(text[:cut]) + run.feed(text[cut:]) + run.flush() == text.replace(
            STAND_IN, ORIGINAL
        )
