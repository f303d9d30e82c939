"""Read what texts of a plan said at a moment: from the history of wordings, or from the log of the live text where that is newer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from plans.livetext.log import Gone, load
from plans.models import Item, LiveText, Section, TextUpdate, Wording

# Which text: the number of the section, and that of the item (None: the section's own words).
Key = tuple[int, int | None]


@dataclass(frozen=True)
class Then:
    """What a text said. `state` is the item's state; `is_known` is False where the log no longer reaches so far back."""

    words: str
    state: str = ""
    is_known: bool = True

    @property
    def was_shown(self) -> bool:
        """Say whether others saw it then."""
        return self.state in ("", Item.State.PUT_FORWARD)


def words_then(texts: Iterable[Section | Item], *, at: datetime) -> dict[Key, Then]:
    """Read what these texts said at a moment; one that was not there yet is not there. Four queries, and two for each text that was written live."""
    wanted = {_key(text) for text in texts}
    if not wanted:
        return {}
    newest = _newest_wordings(wanted, at)
    said = {key: (row.at, Then(str(row.content.get("text", row.content.get("narrative", ""))), row.state)) for key, row in newest.items()}
    live = {(text.section_id, text.item_id): text for text in LiveText.objects.filter(_of(wanted))}
    logged = TextUpdate.objects.filter(text__in=[text.pk for key, text in live.items() if key in wanted], at__lte=at)
    reached = {text: (n, when) for text, n, when in logged.values_list("text").annotate(n=Max("n"), when=Max("at"))}
    found = {key: then for key, (_, then) in said.items()}
    for key, text in live.items():
        if key in wanted and text.pk in reached:
            n, when = reached[text.pk]
            if key not in said or when >= said[key][0]:
                found[key] = _from_log(text, n, found.get(key))
    return found


def _key(text: Section | Item) -> Key:
    return (text.section_id, text.pk) if isinstance(text, Item) else (text.pk, None)


def _of(wanted: set[Key]) -> Q:
    items = [item for _, item in wanted if item is not None]
    return Q(item__in=items) | Q(section__in=[section for section, item in wanted if item is None], item=None)


def _newest_wordings(wanted: set[Key], at: datetime) -> dict[Key, Wording]:
    rows = Wording.objects.filter(_of(wanted), at__lte=at).order_by("at", "pk").values_list("section", "item", "pk")
    newest: dict[Key, int] = {(section, item): pk for section, item, pk in rows}
    by_number = Wording.objects.in_bulk(list(newest.values()))
    return {key: by_number[pk] for key, pk in newest.items()}


def _from_log(text: LiveText, n: int, before: Then | None) -> Then:
    state = before.state if before else ""
    try:
        return Then(load(text, n).words, state)
    except Gone:
        return Then(before.words if before else "", state, is_known=False)
