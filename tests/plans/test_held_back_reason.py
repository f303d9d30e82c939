"""Why a section is held back is said to those of the family who would see it otherwise, and to nobody else."""

from permissions.vocabulary import Code
from plans.access import open_plan
from plans.actions.hold_back_section import hold_back_section
from tests.world import SAM


def test_a_supporter_without_the_section_is_not_told_why_it_is_held_back(world):
    hold_back_section(world.marcus, SAM, Code.G, reason="The ward has to be asked", today=world.today, now=world.now)
    reasons = {
        slug: open_plan(getattr(world, slug), SAM, today=world.today).sections[Code.G].held_back for slug in ("amara", "pam", "priya")
    }
    assert reasons == {"amara": "The ward has to be asked", "pam": "", "priya": ""}
