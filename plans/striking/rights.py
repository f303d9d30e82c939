"""Where words stand that people wrote about a young person's capacity: as `plans.striking.places`, for that table."""

from plans.access.rights import may_keep_capacity
from plans.models import CapacityRecord
from plans.striking.places import Place, columns

PLACES: tuple[Place, ...] = (
    Place(
        model=CapacityRecord,
        circle="plan__circle",
        columns=columns(CapacityRecord, "decision", "assessor", "evidence", "own_view"),
        said=lambda reader, row, name: "What was found about a decision of the young person",
        is_seen=lambda reader, row: may_keep_capacity(reader.access),
    ),
)
