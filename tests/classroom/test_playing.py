"""The button that plays: how far it goes, what stops it, and where it begins anew."""

import asyncio

import pytest

from dlfs.classroom.explore.numbers import Number
from dlfs.classroom.explore.playing import Player

QUICK = 5  # milliseconds


def player(last: int, place: int, step: int = 1) -> tuple:
    """Return a player, and the list of the places that its number takes from now on."""
    number, seen = Number("t", 0, last, place, whole=True), []
    number.observe(lambda move: seen.append(move.new), "value")
    return Player(number, step, QUICK), seen


def let(button: Player, *actions) -> None:
    """Do the actions in a running loop, as a kernel would, and wait until it has stopped."""

    async def play():
        for action in actions:
            action()
        for _ in range(10_000):
            await asyncio.sleep(QUICK / 1000)
            if not button.playing:
                break

    asyncio.run(play())


def test_nothing_plays_by_itself_or_faster_than_ten_pictures_a_second():
    button = Player(Number("t", 0, 9, 0, whole=True))
    assert not button.playing and button.interval >= 100


def test_it_takes_every_step_once_and_stops_at_the_last():
    button, seen = player(6, 0)
    let(button, button.click)
    assert seen == [1, 2, 3, 4, 5, 6]
    assert (button.playing, button.description) == (False, "Play")


@pytest.mark.parametrize(
    "place, expected", [(60, [0, 20, 40, 60]), (40, [60]), (50, [60]), (0, [20, 40, 60])]
)
def test_it_begins_anew_at_the_end_and_goes_on_elsewhere(place, expected):
    button, seen = player(60, place, step=20)
    let(button, button.click)
    assert seen == expected


def test_a_second_press_stops_and_the_button_says_what_a_press_will_do():
    button, seen = player(6, 2)
    said = []
    for _ in range(2):
        button.click()
        said.append((button.playing, button.description))
    assert said == [(True, "Stop"), (False, "Play")] and seen == []


def test_stop_at_the_last_step_stays_there():
    button, seen = player(4, 3)
    button.click()
    button.moves.value = 4
    button.click()
    assert seen == [4]


def test_who_presses_stop_and_play_within_one_step_gets_each_step_once(monkeypatch):
    waiting = []

    class Loop:
        def call_later(self, seconds, function, start):
            assert seconds == QUICK / 1000
            waiting.append((function, start))

    monkeypatch.setattr(asyncio, "get_running_loop", Loop)
    button, seen = player(30, 0)
    for _ in range(3):
        button.click()
    for expected in ([1], [1, 2], [1, 2, 3]):
        due, waiting[:] = waiting[:], []
        for function, start in due:
            function(start)
        assert seen == expected


def test_what_stops_it_while_a_picture_is_drawn_is_obeyed():
    button, seen = player(9, 0)
    button.moves.observe(lambda move: move.new == 3 and button.stop(), "value")
    let(button, button.click)
    assert seen == [1, 2, 3]


def test_without_a_kernel_it_waits():
    button, seen = player(9, 0)
    button.click()
    assert button.playing and seen == []
