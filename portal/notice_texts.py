"""The words of letters: what a new service begins with, and what the council has made of them since."""

import re
from pathlib import Path

from plans.statute.notices import Block, Notice, edited_blocks
from portal.models import NoticeText
from portal.models.notice_texts import EVERY

CONTENT = Path(__file__).parent / "notice_content"
_HEAD = re.compile(r"^\[([a-z_]+)\]$", re.MULTILINE)
# The mediation adviser of the demo's council; the telephone number belongs to nobody. A real council fills this in before its first refusal.
ADVISER_OF_THE_DEMO = (
    "Contact Brookshire Mediation Advice on 020 7946 0002 or mediation@example.org. They are independent of the council, and free for you."
)


def first_texts() -> dict[tuple[str, Block], str]:
    """Read the words with which a new service begins, by letter and part."""
    found: dict[tuple[str, Block], str] = {}
    for name in (EVERY, *Notice):
        _, *parts = _HEAD.split((CONTENT / f"{name}.txt").read_text(encoding="utf-8"))
        found |= {(str(name), Block(block)): words.strip() for block, words in zip(parts[::2], parts[1::2], strict=True)}
    return found


def make_notice_texts(*, adviser: str) -> None:
    """Write the words that are not there yet; what the council has changed is left as it is."""
    there = set(NoticeText.objects.values_list("notice", "block"))
    texts = first_texts() | {(EVERY, Block.ADVISER): adviser}
    order = [(name, block) for name in (EVERY, *Notice) for block in Block]
    new = [(name, block) for name, block in order if (name, block) in texts and (name, block) not in there]
    NoticeText.objects.bulk_create([NoticeText(notice=name, block=block, words=texts[name, block]) for name, block in new])


def texts_of(notice: Notice) -> dict[Block, str]:
    """Give the council's words of each part of one letter: its own, or those of every letter. One query."""
    rows = {(row.notice, row.block): row.words for row in NoticeText.objects.filter(notice__in=(EVERY, notice))}
    return {block: rows.get((notice, block)) or rows.get((EVERY, block), "") for block in edited_blocks(notice)}
