"""Make the PDF of the plan in force with the proposed changes marked in it, for one reader: what goes with an amendment notice."""

from datetime import date

from plans.documents.working_pdf import document_pdf
from plans.queries.marked_changes import Seen, changes_document
from plans.saying import long_date

OPENING = "This is the plan in force, with the changes that the council proposes marked in it. It stays in force as it is until a changed plan is sent."


def changes_pdf(before: Seen, after: Seen, *, reference: str, recipient: str, today: date) -> bytes:
    """Render it from what this reader may read of both: tagged (PDF/UA-1); whose words they are is said in words as well as by their look."""
    whose = f"This copy was made for {recipient} on {long_date(today)}. The copy of somebody else may hold less, or more."
    return document_pdf(changes_document(before, after, reference=reference, opening=(OPENING, whose)))
