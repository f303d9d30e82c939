"""Plant what Amara said about ending the plan, and what she asked for: words that the council keeps and reads only while it decides."""

from plans.models import EndingView, Happening, ReassessmentRequest
from tests.portal.canaries import word
from tests.world import World


def plant_endings(world: World) -> None:
    """Keep her words beside the newest happening; at this stage no page shows them to anybody."""
    happening = Happening.objects.filter(plan=world.sam).latest("pk")
    kept = {"happening": happening, "route": "post", "keyed_by": world.marcus, "keyed_at": world.now}
    EndingView.objects.create(person=world.amara, on=world.today, words=f"He needs {word('ending-view')}.", **kept)
    ReassessmentRequest.objects.create(made_by="parent", words=f"Look at {word('reassess-words')}.", **kept)
