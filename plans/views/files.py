"""Hand out the file of a report to whoever may have it at that moment."""

import uuid

from django.http import HttpRequest, HttpResponseBase

from files.views.hand_out import hand_out, may_go_there
from permissions.access import NOTHING_HERE
from permissions.policy import SEES_ITEM, declare
from permissions.refusals import NotFound
from permissions.vocabulary import Code
from plans.queries.find_file import find_file
from plans.views.doors import note_reading, open_for


@declare(SEES_ITEM, "GET")
def download(request: HttpRequest, reference: str, uid: uuid.UUID) -> HttpResponseBase:
    """Ask access for this file now, write the reading down, and hand it out as an attachment."""
    access = open_for(request, reference)
    file = find_file(access, uid)
    if not may_go_there(request, file):
        raise NotFound(NOTHING_HERE)
    note_reading(access, Code.K)
    return hand_out(request, file)
