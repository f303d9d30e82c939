"""Save a section's own words, and the statement that there is nothing to say."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from permissions.models import User
from permissions.refusals import Clash, Invalid, Stale
from permissions.vocabulary import Verb
from plans.access import open_section
from plans.actions.writing import keep_narrative, note
from plans.models import Item, Section
from plans.statute.sections import MAY_STATE_NONE


@transaction.atomic
def save_section(
    person: User, reference: str, code: str, *, narrative: str, none_identified: bool, seq: int, today: date, now: datetime
) -> Section:
    """Save a section's narrative and its statement "none identified" over what stood there when it was opened (`seq`).

    Raises Stale with both texts; Invalid where none may be stated, or where items say otherwise. Saving exactly what stands there changes nothing.
    """
    access, section = open_section(person, reference, code, today=today)
    access.require(Verb.EDIT, section.code)
    if none_identified:
        _check_none(section)
    if (section.seq, section.narrative, section.none_identified) == (seq, narrative, none_identified):
        return section
    rows = Section.objects.filter(pk=section.pk, seq=seq)
    if not rows.update(narrative=narrative, none_identified=none_identified, seq=F("seq") + 1, saved_at=now, saved_by=person):
        return _stale(section, narrative, none_identified=none_identified)
    section.narrative, section.none_identified, section.seq = narrative, none_identified, seq + 1
    keep_narrative(section, access, now=now)
    note("save_section", access, section, None, now=now)
    return section


def _check_none(section: Section) -> None:
    if section.code not in MAY_STATE_NONE:
        raise Invalid({"none_identified": "This section can't be stated as empty."})
    if section.items.filter(state=Item.State.PUT_FORWARD).exists():
        raise Invalid({"none_identified": "There are items in this section. Take them out first, or leave this box empty."})


def _stale(section: Section, narrative: str, *, none_identified: bool) -> Section:
    current = Section.objects.select_related("saved_by").get(pk=section.pk)
    if (current.narrative, current.none_identified) == (narrative, none_identified):
        return current
    clashes = []
    if current.narrative != narrative:
        clashes.append(Clash("narrative", "narrative", narrative, current.narrative))
    if current.none_identified != none_identified:
        clashes.append(Clash("none_identified", "none_identified", str(none_identified), str(current.none_identified)))
    raise Stale(clashes=tuple(clashes), seq=current.seq, saved_by=current.saved_by.name if current.saved_by else "")
