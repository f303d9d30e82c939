"""Make, before anything is measured, the Yjs updates that the writers send, and the long histories that a server has to load."""

import random
from dataclasses import dataclass
from functools import cache

from pycrdt import Doc, Text, TransactionEvent

WORDS = "Sam reads the list of the four steps and asks for help when a step is new to him. "
LONGEST, STRETCH = 6000, 12


class Hand:
    """One editor of a text; `made` holds what its edits have to tell the others."""

    def __init__(self, client: int) -> None:
        self.doc = Doc(client_id=client)
        self.text = self.doc.get("text", type=Text)
        self.made: list[bytes] = []
        self._listening = self.doc.observe(self._note)
        self._own = True

    def _note(self, event: TransactionEvent) -> None:
        if self._own:
            self.made.append(event.update)

    def hear(self, updates: list[bytes]) -> None:
        """Take what another one wrote."""
        self._own = False
        with self.doc.transaction():
            for update in updates:
                self.doc.apply_update(update)
        self._own = True

    def take_made(self) -> list[bytes]:
        """Give what was made since the last time."""
        made, self.made = self.made, []
        return made


def typed(client: int, count: int) -> list[bytes]:
    """Type so many letters, one after the other, each an update."""
    hand = Hand(client)
    for place in range(count):
        hand.text.insert(place, WORDS[place % len(WORDS)])
    return hand.take_made()


@dataclass(frozen=True)
class History:
    """What was done to a text: each update with the place of its writer, and the words at the end."""

    updates: tuple[tuple[int, bytes], ...]
    words: str
    state: bytes


@cache
def history(clients: tuple[int, ...], count: int, *, seed: int = 4) -> History:
    """Let several people edit one text in turn, each for a stretch, wherever they happen to stand; it stays within some thousand letters."""
    chance = random.Random(seed)
    hands = [Hand(client) for client in clients]
    done: list[tuple[int, bytes]] = []
    while len(done) < count:
        place = chance.randrange(len(hands))
        at = chance.randrange(len(hands[place].text) + 1)
        for _ in range(min(STRETCH, count - len(done))):
            at = _edit(hands[place].text, at, chance)
        made = hands[place].take_made()
        done += [(place, update) for update in made]
        for hand in hands:
            if hand is not hands[place]:
                hand.hear(made)
    return History(tuple(done), str(hands[0].text), hands[0].doc.get_update())


def _edit(text: Text, at: int, chance: random.Random) -> int:
    """Type a few letters, or take a few away; give where the hand stands then."""
    length = len(text)
    at = min(at, length)
    if at > 2 and (length > LONGEST or chance.random() < 0.3):
        begin = at - chance.randint(1, 3) if length <= LONGEST else max(0, at - 40)
        begin = max(0, begin)
        del text[begin:at]
        return begin
    word = WORDS[(start := chance.randrange(len(WORDS) - 3)) : start + chance.randint(1, 3)]
    text.insert(at, word)
    return at + len(word)


def whole(updates: list[bytes]) -> bytes:
    """Give what so many updates make as one update: a snapshot."""
    doc = Doc()
    with doc.transaction():
        for update in updates:
            doc.apply_update(update)
    return doc.get_update()


def words_of(updates: list[bytes]) -> str:
    """Give the words that so many updates make, in whatever order they came."""
    doc = Doc()
    text = doc.get("text", type=Text)
    with doc.transaction():
        for update in updates:
            doc.apply_update(update)
    return str(text)
