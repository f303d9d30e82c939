"""Put the edits of two people to one text together, word by word, where they don't meet; say nothing where they do."""

from itertools import pairwise

from plans.queries.words import word_runs

Edit = tuple[int, int, str]


def put_together(before: str, mine: str, theirs: str) -> str | None:
    """Give a text with both edits of `before` in it; None where both changed the same words, or words beside each other, in different ways.

    What both changed just so, word for word, is changed once.
    """
    if mine == theirs or theirs == before:
        return mine
    if mine == before:
        return theirs
    edits = sorted({*_edits(before, mine), *_edits(before, theirs)})
    if any(later[0] <= earlier[1] for earlier, later in pairwise(edits)):
        return None
    at, said = 0, []
    for start, end, words in edits:
        said += [before[at:start], words]
        at = end
    return "".join([*said, before[at:]])


def _edits(before: str, after: str) -> list[Edit]:
    """List what an edit changes: from where to where, and what stands there then."""
    edits: list[Edit] = []
    at = 0
    for run in word_runs(before, after):
        if run.kind == "added":
            start = edits.pop()[0] if edits and edits[-1][1] == at and not edits[-1][2] else at
            edits.append((start, at, run.text))
            continue
        if run.kind == "removed":
            edits.append((at, at + len(run.text), ""))
        at += len(run.text)
    return edits
