"""Say a notice in words: on the page with the names that this person may read, in an e-mail without any."""

from permissions.clock import LONDON
from permissions.vocabulary import SECTION_NAMES, Code, Stage
from plans.access import PlanAccess
from plans.saying import NUMBERS, long_date
from plans.statute.lifecycle import STAGE_NAMES
from plans.statute.turn import turn
from portal.models import Notice
from portal.notices.showing import Group, due_of

Kind = Notice.Kind


def on_page(access: PlanAccess, group: Group) -> str:
    """Say it to somebody who has signed in. Never a word of the plan."""
    where, times = _where(group.section), len(group.told)
    who = _listed(_names(access, group))
    if group.kind == Kind.MENTION:
        return f"{who} called you by name in {where}" if times == 1 else f"You were called by name {_times(times)} in {where}, by {who}"
    if group.kind == Kind.ANSWER:
        return f"{who} answered you in {where}" if times == 1 else f"You have {_said(times)} answers in {where}, from {who}"
    if group.kind == Kind.TALK:
        return f"{who} said something in {where}" if times == 1 else f"{_said(times).capitalize()} comments in {where}, by {who}"
    if group.kind == Kind.WORDS:
        return f"{who} changed what stands in {where}"
    if group.kind == Kind.STAGE:
        return f"The plan moved on: {_stage(group)}"
    if group.kind == Kind.SENT:
        return f"{who} sent an answer to the draft"
    return f"{_own_words(access)} by {_due(group)}"


def in_mail(group: Group) -> str:
    """Say it to whoever opens an e-mail: what kind of thing, how many, in which section; no name and no word of the plan."""
    times, where = len(group.told), _where_in_mail(group.section)
    if group.kind == Kind.MENTION:
        comments = "a comment" if times == 1 else f"{_said(times)} comments"
        return f"You are called by name in {comments} in {where}"
    if group.kind == Kind.ANSWER:
        return f"One answer to you in {where}" if times == 1 else f"{_said(times).capitalize()} answers to you in {where}"
    if group.kind == Kind.TALK:
        return f"One comment in {where}" if times == 1 else f"{_said(times).capitalize()} comments in {where}"
    if group.kind == Kind.WORDS:
        return f"Changes in {where}"
    if group.kind == Kind.STAGE:
        return f"The plan moved on to a new stage: {_stage(group)}"
    if group.kind == Kind.SENT:
        return "An answer to the draft came"
    return f"Something is asked of you by {_due(group)}"


def day_said(group: Group) -> str:
    """Say the day; "" where this person may not know it."""
    return long_date(group.day) if group.day else ""


def place_said(code: Code) -> str:
    """Name a section with its letter, which never stands alone."""
    return f"{SECTION_NAMES[code]} (Section {code})"


def _where(code: Code | None) -> str:
    return place_said(code) if code else "the talk about a version"


def _where_in_mail(code: Code | None) -> str:
    return f"Section {code}, {SECTION_NAMES[code]}" if code else "the talk about a version"


def _names(access: PlanAccess, group: Group) -> tuple[str, ...]:
    if not access.sees_names:
        return ("Somebody",)
    names = {one.entry.actor.name for one in group.told if one.entry and one.entry.actor}
    return tuple(sorted(names)) or ("Somebody",)


def _listed(names: tuple[str, ...]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _said(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def _times(number: int) -> str:
    return "twice" if number == 2 else f"{_said(number)} times"


def _stage(group: Group) -> str:
    return STAGE_NAMES[Stage(group.told[0].row.key.split("/")[2])]


def _due(group: Group) -> str:
    due = due_of(group.told[0].row)
    return long_date(due or group.told[0].row.at.astimezone(LONDON).date())


def _own_words(access: PlanAccess) -> str:
    now = turn(access.stage, access.plan.dates, today=access.today)
    return now.own_words or now.next_words
