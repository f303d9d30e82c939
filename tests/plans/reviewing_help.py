"""A review of Sam's plan, brought as far as a test needs it, by the actions by which people do it; each act on a day of its own."""

from datetime import timedelta
from typing import Any

from plans.actions.circulate_advice import circulate_advice
from plans.actions.give_review_advice import give_review_advice
from plans.actions.hold_review import Held, hold_review
from plans.actions.invite_to_review import invite_to_review
from plans.actions.schedule_review import Meeting, schedule_review
from plans.models import Review, ReviewInvitee
from tests.plans.versions_help import write
from tests.world import SAM, World

THE_FIVE = ("priya", "marcus", "rao", "grace")
WORDS = {
    "amara": "Sam likes his new table.",
    "joel": "He sleeps badly at mine.",
    "priya": "He reads alone now.",
    "rao": "He is well.",
    "grace": "We go on.",
    "marcus": "Nothing from us.",
}
MEETING_IN = 15


def when(world: World, days: int = 0) -> dict[str, Any]:
    """Give the clock of an act so many days from today."""
    return {"today": world.today + timedelta(days=days), "now": world.now + timedelta(days=days)}


def arranged(world: World, by: str = "priya", **facts: Any) -> Review:
    """Let the SENCo arrange a review of the final plan for two weeks and a day from now."""
    world.move_to("final")
    meeting = {"kind": "yearly", "meeting_on": world.today + timedelta(days=MEETING_IN), "place": "At school, at 2 pm"} | facts
    return schedule_review(world.people[by], SAM, Meeting(**meeting), **when(world))


def announced(world: World, *others: str) -> Review:
    """Invite the five, and others."""
    arranged(world)
    return invite_to_review(world.priya, SAM, people=[world.people[slug].pk for slug in (*THE_FIVE, *others)], **when(world))


def says(world: World, *slugs: str) -> None:
    """Let these people say what they have to say."""
    for slug in slugs:
        give_review_advice(world.people[slug], SAM, words=WORDS[slug], **when(world, 1))


def sent_round(world: World) -> Review:
    """Let everybody but Marcus say something, and send it round."""
    announced(world)
    says(world, "amara", "joel", "priya", "rao", "grace")
    return circulate_advice(world.priya, SAM, without_the_rest=True, **when(world, 1))


def held(world: World, **facts: Any) -> Review:
    """Hold the meeting two weeks and a day from now."""
    write(world, "marcus", "E", "outcome", "By July Sam will ask for help.") if not world.extra.get("outcome") else None
    world.extra["outcome"] = True
    sent_round(world)
    there = [row.pk for row in ReviewInvitee.objects.filter(person__in=[world.amara, world.priya, world.marcus])]
    said = {"on": world.today + timedelta(days=MEETING_IN), "there": there, "childs_part": "part", "childs_voice": "He drew."} | facts
    return hold_review(world.priya, SAM, Held(**said), **when(world, MEETING_IN))
