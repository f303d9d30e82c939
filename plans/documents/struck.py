"""Make a document again after a passage was struck from the record."""

from datetime import date

from django.template.loader import render_to_string

from plans.access import everyone_in
from plans.documents.changes import changes_pdf
from plans.documents.pdf import tagged_pdf, version_pdf
from plans.models import IssuedDocument, PlanVersion
from plans.queries.proposed import plan_in_force, records_of
from plans.queries.versions import read_version
from plans.record.project import project
from plans.saying import long_date


def make_again(document: IssuedDocument, today: date) -> bytes:
    """Make a copy of a version, or a plan with proposed changes marked, again, as its recipient may read it today and without personal details on its front.

    In the place of anything else, and where the recipient has no part in the plan any more, stands a page that says what happened.
    """
    if document.kind == IssuedDocument.Kind.VERSION and document.format == IssuedDocument.Format.PDF and document.version:
        theirs = everyone_in(document.version.plan, today=today).get(document.recipient_id)
        if theirs is not None and theirs.visible_sections:
            page = read_version(theirs, document.version.uid)
            return version_pdf(page, recipient=document.recipient.get_full_name(), today=today, made_again=True)
    if document.kind == IssuedDocument.Kind.CHANGES and document.version:
        again = _marked_again(document, document.version, today)
        if again is not None:
            return again
    said = {"day": long_date(today), "sha256": document.sha256, "title": f"{document.plan.circle.shown_reference}, struck"}
    return tagged_pdf(render_to_string("plans/pdf/struck.html", said), render_to_string("plans/pdf/letter.css"))


def _marked_again(document: IssuedDocument, version: PlanVersion, today: date) -> bytes | None:
    """Mark the changes again, as the recipient may read both plans today; None where there is nothing that they may read."""
    theirs = everyone_in(version.plan, today=today).get(document.recipient_id)
    in_force = plan_in_force(version.plan, before=version.number)
    if theirs is None or in_force is None or not theirs.visible_sections:
        return None
    reader = str(document.recipient.uid)
    before, after = (project(theirs, records_of(one), reader=reader) for one in (in_force, version))
    return changes_pdf(
        before, after, reference=theirs.circle.circle.shown_reference, recipient=document.recipient.get_full_name(), today=today
    )
