"""The socket of a live text: what is typed is committed, then acknowledged to its writer and brought to the others."""


from plans.livetext.document import Document
from plans.models import TextUpdate
from tests.livetext.writing import writing
from tests.portal.sockets import in_database


def _log():
    return [bytes(row.content) for row in TextUpdate.objects.order_by("text", "n")]


async def test_what_marcus_types_is_saved_and_appears_for_tess(world):
    async with writing(world.marcus) as marcus, writing(world.tess) as tess:
        await marcus.types("Thirty minutes")
        await marcus.is_saved()
        assert len(marcus.hour) == 5
        await tess.reads("Thirty minutes")
        await tess.types(", twice a week.")
        await marcus.reads("Thirty minutes, twice a week.")
        await tess.is_saved()
    assert Document(await in_database(_log)).words == "Thirty minutes, twice a week."
