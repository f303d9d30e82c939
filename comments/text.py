"""Say what is wrong with the words of a comment, in a sentence, or take them."""

import unicodedata

from comments.models import COMMENT_LIMIT

EMPTY = "Write something first."
CONTROL = "These words hold a character that can't be shown, perhaps from copying. Type that part again."
_KEPT_CONTROLS = frozenset("\n\t")


def tidied(words: str) -> str:
    """Give the words with plain line ends and without blanks around them."""
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()


def fault_in(words: str) -> str:
    """Say what is wrong with tidied words; "" where nothing is."""
    if not any(unicodedata.category(letter)[0] not in "CZ" for letter in words):
        return EMPTY
    if len(words) > COMMENT_LIMIT:
        return f"This is {len(words) - COMMENT_LIMIT:,} characters too long. A comment holds {COMMENT_LIMIT:,}."
    if any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in _KEPT_CONTROLS for letter in words):
        return CONTROL
    return ""
