"""Make a document again after a passage was struck from the record."""

from datetime import date

from django.template.loader import render_to_string

from plans.access import everyone_in
from plans.documents.pdf import tagged_pdf, version_pdf
from plans.models import IssuedDocument
from plans.queries.versions import read_version
from plans.saying import long_date


def make_again(document: IssuedDocument, today: date) -> bytes:
    """Make a copy of a version again, as its recipient may read it today and without personal details on its front; in the place of anything else, and where the
    recipient has no part in the plan any more, stands a page that says what happened.
    """
    if document.kind == IssuedDocument.Kind.VERSION and document.format == IssuedDocument.Format.PDF and document.version:
        theirs = everyone_in(document.version.plan, today=today).get(document.recipient_id)
        if theirs is not None and theirs.visible_sections:
            page = read_version(theirs, document.version.uid)
            return version_pdf(page, recipient=document.recipient.get_full_name(), today=today, made_again=True)
    said = {"day": long_date(today), "sha256": document.sha256, "title": f"{document.plan.circle.shown_reference}, struck"}
    return tagged_pdf(render_to_string("plans/pdf/struck.html", said), render_to_string("plans/pdf/letter.css"))
