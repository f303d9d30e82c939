"""Put the letters about a decision together from the council's words, and write to those whom an e-mail may reach that a letter is there."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.conf import settings

from permissions.models import User
from permissions.refusals import Invalid
from plans.access import PlanAccess
from plans.actions.issue_document import issue_document
from plans.documents.notice import notice_pdf
from plans.models import Happening, IssuedDocument
from plans.queries.letters import Sender
from plans.queries.notice_letters import Case, NoticeLetter, Recipient, facts_of_case, letters_of
from plans.statute.notices import Block, Incomplete, Notice
from portal import mail
from portal.council import council
from portal.notice_texts import texts_of
from portal.notices.choices import choices_of
from portal.notices.hours import is_quiet
from portal.notices.mailing import PLAIN_BODY, PLAIN_SUBJECT
from portal.notices.safe import safety_of

SUBJECT = "There is a letter for you"
A_LETTER = "There is a letter for you."
BODY = """Hello

{what} The reference is {reference}.

Sign in to read it: {origin}/plans/{reference}/{where}/

If you have questions, ask the council. Whom to ask is at the foot of every page.
"""


@dataclass(frozen=True)
class Ready:
    """The letters of one decision, a recipient each in the same order. `mark` names exactly these words: what is sent is what was shown."""

    notice: Notice
    recipients: tuple[Recipient, ...]
    letters: tuple[NoticeLetter, ...]

    @property
    def mark(self) -> str:
        """Name these letters by their words."""
        return hashlib.sha256(repr([(one.email, asdict(letter)) for one, letter in self.pairs]).encode()).hexdigest()

    @property
    def pairs(self) -> tuple[tuple[Recipient, NoticeLetter], ...]:
        """Give each recipient with the letter."""
        return tuple(zip(self.recipients, self.letters, strict=True))


def ready(
    notice: Notice,
    case: Case,
    recipients: Sequence[Recipient],
    *,
    today: date,
    decided_on: date | None = None,
    reasons: str = "",
    missing: str = "",
    next_by: str = "",
    more: Mapping[str, str] | None = None,
) -> Ready:
    """Put the letters of one decision together; `more` fills further names in braces. One query.

    Raises Invalid with the sentence where a part that the law asks for has no words.
    """
    sender = _sender()
    texts = texts_of(notice) | {Block.REASONS: reasons, Block.MISSING: missing}
    facts = facts_of_case(case, sender, sendiass=_sendiass(), today=today, decided_on=decided_on, next_by=next_by, more=more)
    try:
        made = letters_of(notice, texts, facts, recipients, case=case, sender=sender, today=today)
    except Incomplete as empty:
        raise Invalid({"letter": f"{empty} A content editor of the council fills it in."}) from empty
    return Ready(notice, tuple(recipients), made)


def pdfs_of(letters: Ready) -> tuple[bytes, ...]:
    """Make the documents; takes up to a second each, so never while something is locked."""
    return tuple(notice_pdf(letter) for letter in letters.letters)


def issue(
    access: PlanAccess, happening: Happening | None, letters: Ready, pdfs: Sequence[bytes], *, kind: IssuedDocument.Kind, now: datetime
) -> None:
    """Keep each letter as it was issued, and write to those who come in here that it is there, in the caller's transaction."""
    people = {one.email.lower(): one for one in User.objects.filter(email__in=[one.email.lower() for one in letters.recipients])}
    for one, content in zip(letters.recipients, pdfs, strict=True):
        issue_document(access, happening, people[one.email.lower()], content, kind=kind, now=now)
    tell(people.values(), access, now=now)


def tell(
    people: Iterable[User], access: PlanAccess, *, now: datetime, subject: str = SUBJECT, what: str = A_LETTER, where: str = "documents"
) -> None:
    """Write to each of these people, by themselves, that a letter is there, or what `what` says, where an e-mail is wanted and safe at this hour.

    It names the reference at most.
    """
    here = [person for person in people if person.is_active and person.joined_at is not None]
    choices = choices_of([person.pk for person in here])
    safety = safety_of(here, choices)
    reference = access.circle.circle.shown_reference
    for person in here:
        chosen, safe = choices[person.pk], safety[person.pk]
        if safe.why_not or chosen.how == chosen.How.OFF or is_quiet(now, chosen.quiet_from, chosen.quiet_until):
            continue
        line = PLAIN_SUBJECT if safe.is_plain else subject
        words = (
            PLAIN_BODY.format(origin=settings.ORIGIN)
            if safe.is_plain
            else BODY.format(what=what, where=where, reference=reference, origin=settings.ORIGIN)
        )
        mail.write(to=person.email, subject=line, body=words, circle=access.plan.circle_id)


def _sender() -> Sender:
    said = council()
    return Sender(name=said.name, phone=said.phone, email=said.email, origin=settings.ORIGIN)


def _sendiass() -> str:
    said = council()
    ways = [way for way in (said.sendiass_phone, said.sendiass_url) if way]
    return ", ".join([said.sendiass_name, *ways]) if said.sendiass_name and ways else ""
