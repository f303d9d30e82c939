"""Put together the letter that goes with a draft: each adult's own, with their own last day (SEND Regs 2014 regs 13(1)(a) and 22(2); domain.md 1.6)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.conf import settings

from permissions.refusals import Invalid
from permissions.vocabulary import Stage
from plans.access import PlanAccess
from plans.documents.notice import notice_pdf
from plans.models import Service
from plans.queries.letters import Sender
from plans.queries.notice_letters import NoticeLetter, Recipient, case_of, facts_of_case, letters_of, read_recipients
from plans.queries.serve_page import Recipient as To
from plans.queries.serve_page import Serving, days_of
from plans.saying import long_date
from plans.statute.notices import Incomplete, Notice
from portal.council import council
from portal.notice_texts import texts_of


def missing_from_notice(access: PlanAccess) -> str:
    """Say which part of the letter has no words yet; "" where it is whole. Law: SEND Regs 2014 reg 13(1)(a): the draft goes with the notice."""
    try:
        _letter(access, Recipient(email="", name="", role="", address=(), is_electronic=False), access.today)
    except Invalid as empty:
        return empty.errors["letter"]
    return ""


def notices_of(access: PlanAccess, recipients: Iterable[To], serving: Serving) -> dict[int, bytes]:
    """Make the letter of each recipient as a document, by person. Raises Invalid where a part that the law asks for has no words."""
    by_email = {one.email: one for one in read_recipients(access)}
    deliveries = {one.number: one for one in serving.deliveries}
    made = {}
    for to in recipients:
        delivery = deliveries.get(to.number)
        if delivery is not None:
            by_post = delivery.channel == Service.Channel.POST
            addressed = replace(by_email[to.email], address=to.address if by_post else ())
            made[to.person] = notice_pdf(_letter(access, addressed, days_of(delivery, serving.days).closes_on))
    return made


def _letter(access: PlanAccess, to: Recipient, closes_on: date) -> NoticeLetter:
    said, case = council(), case_of(access)
    notice = Notice.AMENDMENT if access.stage is Stage.AMENDING else Notice.DRAFT
    sender = Sender(name=said.name, phone=said.phone, email=said.email, origin=settings.ORIGIN)
    ways = [way for way in (said.sendiass_phone, said.sendiass_url) if way]
    sendiass = ", ".join([said.sendiass_name, *ways]) if said.sendiass_name and ways else ""
    facts = facts_of_case(case, sender, sendiass=sendiass, today=access.today) | {"closes_on": long_date(closes_on)}
    try:
        return letters_of(notice, texts_of(notice), facts, [to], case=case, sender=sender, today=access.today)[0]
    except Incomplete as empty:
        raise Invalid({"letter": f"{empty} A content editor of the council fills it in."}) from empty
