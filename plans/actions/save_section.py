"""Save a section's own words, and the statement that there is nothing to say."""

from datetime import date, datetime
from typing import NoReturn

from django.db import transaction

from permissions.models import User
from permissions.refusals import Clash, Invalid, Stale
from permissions.vocabulary import Verb
from plans.access import PlanAccess, open_section
from plans.actions.writing import Saved, keep_narrative, note, saved
from plans.livetext.merging import Merge, commit
from plans.livetext.runs import keep_runs
from plans.livetext.standing import log_of, merged
from plans.models import Item, LiveText, Section
from plans.models.content import NARRATIVE_LIMIT
from plans.statute.sections import MAY_STATE_NONE


@transaction.atomic
def save_section(
    person: User,
    reference: str,
    code: str,
    *,
    narrative: str | None,
    none_identified: bool | None,
    seq: int,
    today: date,
    now: datetime,
) -> Saved:
    """Save a section's own words in the place of what stands there, and its statement "none identified" over what was stated (`seq`).

    What is None is left alone. Raises Stale with both statements; Invalid where none may be stated, or where items say otherwise.
    Saving exactly what stands there changes nothing.
    """
    access, section = open_section(person, reference, code, today=today)
    access.require(Verb.EDIT, section.code)
    if none_identified:
        _check_none(section)
    text = log_of(section, None, now=now)
    changes_statement = none_identified is not None and none_identified != section.none_identified
    if changes_statement and section.seq != seq:
        _refuse(section, none_identified)
    merge = merged(text, section, None, narrative, None, limit=NARRATIVE_LIMIT, person=access.person, now=now)
    if changes_statement or merge:
        _save(section, text, merge, access, person, none_identified=none_identified if changes_statement else None, now=now)
        note("save_section", access, section, None, now=now)
    return saved(section, merge, access)


def _check_none(section: Section) -> None:
    if section.code not in MAY_STATE_NONE:
        raise Invalid({"none_identified": "This section can't be stated as empty."})
    if section.items.filter(state=Item.State.PUT_FORWARD).exists():
        raise Invalid({"none_identified": "There are items in this section. Take them out first, or leave this box empty."})


def _save(
    section: Section,
    text: LiveText | None,
    merge: Merge | None,
    access: PlanAccess,
    person: User,
    *,
    none_identified: bool | None,
    now: datetime,
) -> None:
    """Write what changed; a changed statement is counted, and is a wording after those of what was typed live before."""
    if none_identified is not None and text:
        keep_runs(text, section=section, item=None)
    section.narrative = merge.words if merge else section.narrative
    section.saved_at, section.saved_by = now, person
    fields = ["narrative", "saved_at", "saved_by"]
    if none_identified is not None:
        section.none_identified, section.seq = none_identified, section.seq + 1
        fields += ["none_identified", "seq"]
    section.save(update_fields=fields)
    if merge:
        commit(merge, person=access.person, role=access.role, is_worded=none_identified is not None, now=now)
    if none_identified is not None:
        keep_narrative(section, access, now=now)


def _refuse(section: Section, none_identified: bool | None) -> NoReturn:
    """Answer with both statements, and the number on which the one that was saved stands."""
    clash = Clash("none_identified", "none_identified", str(none_identified), str(section.none_identified))
    raise Stale(clashes=(clash,), seq=section.seq, saved_by=section.saved_by.name if section.saved_by else "")
