"""Bring one text up to its log and write into it, inside the transaction of an act that has locked the circle (save, put forward, take out)."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from permissions.models import User
from permissions.refusals import Clash, Invalid
from plans.access import PlanAccess, When
from plans.livetext.log import text_of
from plans.livetext.merging import Merge, merge, tidied
from plans.livetext.runs import keep_runs
from plans.livetext.settling import settle_locked
from plans.models import Anchor, Item, LiveText, Section

SOMEBODY = "Somebody else"


def log_of(section: Section, item: Item | None, *, now: datetime) -> LiveText | None:
    """Lock the log of a text, if there is one, and bring the row that was read up to it. One query where nothing is behind."""
    passages = Anchor.objects.filter(text=OuterRef("pk"), starts_at__isnull=False)
    rows = LiveText.objects.select_for_update(of=("self",)).annotate(has_anchors=Exists(passages))
    text = rows.filter(section=section, item=item).first()
    if text is None or not text.is_behind:
        return text
    settle_locked(section.plan, now=now, only=[text.pk])
    text.refresh_from_db()
    if item:
        item.refresh_from_db(fields=["text", "saved_at", "saved_by"])
    else:
        section.refresh_from_db(fields=["narrative", "saved_at", "saved_by"])
    return text


def keep_what_was_written(section: Section, item: Item | None, *, now: datetime) -> LiveText | None:
    """Settle a text and let the sittings in its log become wordings: its state or its typed fields change next. One query where there is nothing of it."""
    text = log_of(section, item, now=now)
    if text:
        keep_runs(text, section=section, item=item)
    return text


def merged(
    text: LiveText | None,
    section: Section,
    item: Item | None,
    posted: str | None,
    words_n: int | None,
    *,
    limit: int,
    person: int,
    now: datetime,
) -> Merge | None:
    """Work out what a form brings to a text; None where it changes no words. Raises Gone, and Invalid where the text would be too long.

    `words_n` None: the words stand on what is there now.
    """
    stands = item.text if item else section.narrative
    if posted is None or (posted == tidied(stands) and (text is None or words_n in (None, text.n))):
        return None
    if text is None:
        text = text_of(section, item, now=now)
    found = merge(text, posted, text.n if words_n is None else words_n, person=person)
    if found.is_nothing:
        return None
    if len(found.words) > max(limit, len(stands)):
        over = len(found.words) - limit
        raise Invalid({"words": f"This can hold {limit:,} characters. With what others wrote meanwhile it has {over:,} too many."})
    return found


def words_clash(posted: str | None, stands: str) -> tuple[Clash, ...]:
    """Put both texts side by side, where they differ."""
    return () if posted is None or posted == tidied(stands) else (Clash("words", "Words", posted, stands),)


def words_number(text: LiveText | None, stands: str) -> int:
    """Give the number of the log on which the words stand now; a log that is not there yet begins with the words, where there are any."""
    return text.n if text else int(bool(stands))


def said_by(access: PlanAccess, others: tuple[tuple[int | None, str], ...]) -> str:
    """Name those who changed the same sentence, as far as this person may know that they wrote just now. One query where they may."""
    if not others or not access.sees_names or any(access.shows_when(person or 0, role) is not When.MOMENT for person, role in others):
        return SOMEBODY
    people = User.objects.filter(pk__in=[person for person, _ in others]).order_by("pk")
    return " and ".join(person.get_full_name() for person in people)
