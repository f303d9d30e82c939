"""Plant every canary of the table in Sam's plan, by the pages and actions by which people do: mostly Amara, where it says so somebody else."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pikepdf
from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.test import Client
from PIL import Image

from comments.actions.add_note import add_note
from comments.actions.edit_comment import edit_comment
from comments.actions.edit_note import edit_note
from comments.actions.narrow_thread import narrow_thread
from comments.actions.withdraw_comment import withdraw_comment
from comments.actions.withdraw_note import withdraw_note
from comments.models import Comment
from permissions import clock
from permissions.actions.accept_invitation import accept_invitation
from permissions.models import BrokenGlass, Membership, User
from permissions.vocabulary import Code
from plans.access import open_plan
from plans.actions.begin_asking import begin_asking
from plans.actions.break_glass import break_glass
from plans.actions.confirm_strike import confirm_strike
from plans.actions.declare_conflict import declare_conflict
from plans.actions.delay_telling import delay_telling
from plans.actions.give_consent import give_consent
from plans.actions.give_reason import give_reason
from plans.actions.hold_back_section import hold_back_section
from plans.actions.issue_document import issue_document
from plans.actions.keep_item import keep_item
from plans.actions.let_help_child import let_help_child
from plans.actions.propose_strike import propose_strike
from plans.actions.put_forward_item import put_forward_item
from plans.actions.retire_item import retire_item
from plans.actions.save_asking import save_asking
from plans.actions.send_asking import send_asking
from plans.documents.notice import notice_pdf
from plans.models import Happening, IssuedDocument, PlanVersion, Request, Review, ReviewAdvice, ReviewInvitee, ReviewRequest
from plans.queries.letters import Sender
from plans.queries.notice_letters import NoticeLetter
from plans.queries.quality import findings_of, moment_of
from plans.statute.notices import Block, Written, passages
from portal.models import BrowserSession, OutgoingMail
from portal.striking import EVERYWHERE
from tests.comments.saying import answers, opens
from tests.files.evidence import brought
from tests.files.samples import pdf
from tests.files.samples import word as word_file
from tests.plans.pages import form_on
from tests.plans.versions_help import cut, narrate, rewrite, share, write
from tests.portal.canaries import canaries, word
from tests.portal.passkey import Passkey, options_on
from tests.portal.planting_ends import plant_endings
from tests.portal.signing_in import code_sent_to
from tests.world import SAM, World

PLAN = f"/plans/{SAM}/"
CARD = f"{PLAN}details/yours/"
GONE = timedelta(minutes=31)
ADDRESSES = ("plain", "capitals", "turned", "joined", "spelled", "postcode")
LINK, CODE = re.compile(r"/join/(\S+)/"), re.compile(r'<code translate="no">([^<]+)</code>')
BODY = (
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p>'
    "</w:body></w:document>"
)
CORE = (
    '<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{author}</dc:creator></cp:coreProperties>'
)
COMPANY = (
    '<?xml version="1.0" encoding="UTF-8"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Company>{company}</Company></Properties>"
)


class Planted:
    """What planting left behind: the drawn words, what Amara was answered, what she sent, the database before the strike, and her browser."""

    def __init__(self, world: World, whole_database: Callable[[], str] | None = None) -> None:
        self.world = world
        self.whole_database = whole_database
        self.words = {name: one.word for name, one in canaries().items()}
        self.answers: list[bytes] = []
        self.sent: list[bytes] = []
        self.files: list[bytes] = []
        self.database_before_strike = ""
        self.browser = Client()
        self.browser.force_login(world.amara)

    @property
    def when(self) -> dict[str, Any]:
        """Give the clock of an act."""
        return {"today": self.world.today, "now": self.world.now}

    def posts(self, address: str, typed: dict[str, Any], *, status: int = 302) -> None:
        """Let Amara send a form, and keep what she is answered."""
        answer = self.browser.post(address, typed)
        assert answer.status_code == status, (address, answer.status_code, answer.content.decode()[:2000])
        self.answers.append(answer.content)

    def fills(self, page: str, /, **typed: Any) -> None:
        """Let Amara open a form of her card, fill it in and save it."""
        self.posts(page, form_on(self.browser, page, next(iter(typed))) | typed)


Step = Callable[[Planted], None]


def plant(world: World, whole_database: Callable[[], str] | None = None) -> Planted:
    """Plant all of it. `whole_database` reads what the database holds just before the strike."""
    done = Planted(world, whole_database)
    for step in (*facts(), *words()):
        step(done)
    return done


def facts() -> tuple[Step, ...]:
    """List the steps that plant what stands about people, and that end sessions or take sections away."""
    return (_card, _account, _councils, _leaders, _request, _review, _consent, _asking)


def words() -> tuple[Step, ...]:
    """List the steps that plant what people write; the strike comes last but one."""
    return (_section_a, _reports, _talk, _notes, _supporters, _versions, _to_be_struck, _strike, _checks, _late_form)


def _card(done: Planted) -> None:
    world = done.world
    world.amara.membership_set.update(from_on=world.today - timedelta(days=30))
    lines = "\n".join(word(f"address-{how}") for how in ADDRESSES)
    done.fills(f"{CARD}address/", address=lines, child_lives_here="on")
    done.fills(f"{CARD}phone/", phone=word("phone"))
    done.posts(f"{CARD}phone/release/", {"readers": "professionals", "sure": "professionals"})
    done.posts(f"{CARD}phone/take-back/", {})
    for slug, field in (
        ("safe-times", "safe_times"), ("safe-words", "safe_wording"), ("relationship", "relationship"), ("first-language", "first_language"),
        ("interpreter", "interpreter"), ("access-needs", "access_needs"),
    ):  # fmt: skip
        done.fills(f"{CARD}{slug}/", **{field: word(slug.replace("safe-words", "safe-wording"))})
    done.fills(f"{PLAN}details/child/access-needs/", access_needs=word("childs-needs"))


def _account(done: Planted) -> None:
    """Come in by a code, as one must to change anything; add a passkey, change the address, look for something."""
    cache.clear()
    done.browser = Client()
    done.browser.post("/sign-in/", {"email": "amara@example.org"})
    done.browser.post("/sign-in/code/", {"code": code_sent_to("amara@example.org")})
    page = done.browser.get("/account/passkeys/add/").content.decode()
    done.posts("/account/passkeys/add/", {"name": word("passkey"), "credential": Passkey().create(options_on(page))})
    done.posts("/account/email/", {"email": word("new-email")})
    done.posts("/account/email/code/", {"code": code_sent_to(word("new-email"))})
    done.world.amara.refresh_from_db()
    done.posts("/home/", {"find": word("looked-for")})
    done.answers.append(done.browser.get("/home/?found=1").content)
    done.posts(f"{PLAN}sections/A/add/voice/", {"text": word("refused-form"), "speaker": "nobody"}, status=422)


def _section_a(done: Planted) -> None:
    world, when = done.world, done.when
    write(world, "amara", "A", "aspiration", f"We {word('kept-words')} on Sundays.", put_forward=False)
    names = {"speaker": "child", "speaker_name": word("kept-name"), "how_gathered": word("kept-how")}
    write(world, "amara", "A", "voice", "He sings.", put_forward=False, **names)
    once = write(world, "amara", "A", "aspiration", f"{word('once-kept')} first", put_forward=False)
    rewrite(world, "amara", once, f"We want a {word('put-forward')} at home.")
    put_forward_item(world.amara, SAM, once.uid, **when)
    retired = write(world, "amara", "A", "voice", f"Never mind the {word('retired-kept')}.", put_forward=False)
    retire_item(world.amara, SAM, retired.uid, **when)
    back = write(world, "amara", "A", "aspiration", f"A walk to {word('taken-back')}.")
    opens(world, world.priya, "Which walk?", audience="everyone", code="A", item=back.uid, quote=f"to {word('taken-back')}")
    keep_item(world.amara, SAM, back.uid, **when)
    old = write(world, "amara", "A", "aspiration", f"A {word('old-wording')} in winter.")
    rewrite(world, "amara", old, "A bicycle in winter.")
    shown = write(world, "amara", "A", "voice", f"The {word('retired-shown')} was here.")
    retire_item(world.amara, SAM, shown.uid, **when)


def _reports(done: Planted) -> None:
    kept = {"audience": "keep", "title": word("kept-title"), "text": word("kept-report")}
    _brings(done, f"{word('kept-file-name')}.docx", _word(word("kept-file-words"), word("kept-author"), word("kept-company")), **kept)
    _brings(done, f"{word('kept-picture-name')}.jpg", _picture(told=False), **kept)
    _brings(done, f"{word('shown-file-name')}.docx", _word("A report.", word("shown-author"), "A company"))
    _brings(done, "report.pdf", _pdf_by(word("shown-pdf-author")))
    _brings(done, "picture.jpg", _picture(told=True))


def _brings(done: Planted, name: str, content: bytes, **typed: str) -> None:
    brought(done.world.amara, name, content, **typed)
    done.sent.append(name.encode() + content)
    done.files.append(content)


def _word(words: str, author: str, company: str) -> bytes:
    parts = {"word__document.xml": BODY.format(words=words), "docProps__core.xml": CORE.format(author=author)}
    parts["docProps__app.xml"] = COMPANY.format(company=company)
    return word_file(**{name: content.encode() for name, content in parts.items()})


def _pdf_by(author: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.docinfo["/Author"] = author
        document.save(out)
    return out.getvalue()


def _picture(*, told: bool) -> bytes:
    exif, out = Image.Exif(), io.BytesIO()
    facts: dict[str, Any] = {}
    if told:
        exif[0x010E], exif[0x0110] = word("picture-place"), word("picture-phone")
        xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>{word("picture-xmp")}</dc:creator></x:xmpmeta>'
        facts = {"exif": exif, "xmp": xmp.encode(), "comment": word("picture-comment").encode()}
    Image.linear_gradient("L").resize((120, 80)).convert("RGB").save(out, format="JPEG", **facts)
    return out.getvalue()


def _talk(done: Planted) -> None:
    world = done.world
    opened = opens(world, world.amara, f"Marcus, the {word('to-coordinator')} worries me.", audience="person", code="B")
    answered = answers(world, world.marcus, opened, f"I see the {word('answer-to-her')}.")
    answers(world, world.amara, opened, f"> {answered.text}\n\nThank you, {word('her-quote')}.")
    opens(world, world.amara, f"Which {word('to-everyone')} is this?", audience="everyone", code="B")
    opens(world, world.priya, f"The {word('professionals')} again.", audience="professionals", code="B")
    opens(world, world.marcus, f"We say {word('council-talk')}.", audience="council", code="B")
    _changed_talk(world)


def _changed_talk(world: World) -> None:
    """Change, withdraw and narrow what Priya said to everybody; quote words that have gone; let Pam call Amara."""
    when = {"reference": SAM, "today": world.today, "now": world.now}
    edit_comment("Put better.", comment=_priya(world, word("talk-first")).uid, by=world.priya, **when)
    withdraw_comment(comment=_priya(world, word("talk-withdrawn")).uid, by=world.priya, **when)
    narrow_thread("professionals", thread=_priya(world, word("talk-narrowed")).thread.uid, by=world.priya, **when)
    opens(world, world.priya, "These?", audience="professionals", code="B", quote=f"the {word('talk-quote')} of last year")
    opens(world, world.pam, f"Ask @Amara Adeyemi of {word('talk-called')}.", audience="everyone", code="B")


def _priya(world: World, words: str) -> Comment:
    return opens(world, world.priya, f"Everybody hears of {words}.", audience="everyone", code="B")


def _notes(done: Planted) -> None:
    """Let Marcus write notes of the council's own, change one and withdraw another."""
    world, when = done.world, done.when
    by = {"reference": SAM, "by": world.marcus}
    add_note(f"Ask {word('note-plan')} first.", about=None, post_key=None, **by, **when)
    section = add_note(f"It is {word('note-first')}.", about=Code.B, post_key=None, **by, **when)
    withdrawn = add_note(f"They are {word('note-withdrawn')}.", about=Code.B, post_key=None, **by, **when)
    edit_note(f"It is {word('note-section')}.", note=section.uid, **by, **when)
    withdraw_note(note=withdrawn.uid, **by, **when)


def _supporters(done: Planted) -> None:
    """Choose two supporters on the page: the first comes in, the second does not."""
    for who in ("supporter", "waiting"):
        done.posts(f"{PLAN}people/supporter/", {"email": word(f"{who}-email"), "name": word(f"{who}-name")}, status=200)
        code = CODE.search(done.answers[-1].decode())
        link = LINK.search(OutgoingMail.objects.get(to=word(f"{who}-email")).body)
        assert code
        assert link
        done.words |= {"joining-code": code[1], "joining-link": link[1]}
        if who == "supporter":
            accept_invitation(link[1], code[1], now=clock.now())


def _councils(done: Planted) -> None:
    world, when = done.world, done.when
    hold_back_section(world.marcus, SAM, Code.G, reason=f"We ask {word('held-back-reason')} first.", **when)
    narrate(world, "marcus", "G", f"Health writes {word('held-back-words')}.")
    declare_conflict(world.sonia, SAM, reason=f"She is {word('conflict-reason')} to me.", successor=None, **when)
    priya = Membership.objects.get(user=world.priya, content_object=world.sam.circle)
    let_help_child(world.amara, SAM, priya.pk, **when)


def _versions(done: Planted) -> None:
    """Write Section F, cut a working version, write it anew and share that."""
    world = done.world
    narrate(world, "marcus", "F", f"A {word('old-version')} twice a week, at {word('struck-old')}.")
    cut(world, note=f"Only for us: {word('working-note')}")
    narrate(world, "marcus", "F", "A lesson twice a week, at home.")
    share(world, note=f"To read: {word('share-note')}")
    shared = PlanVersion.objects.get(plan=world.sam, kind="shared")
    opens(world, world.amara, f"Marcus, {word('talk-version')} again.", audience="person", code="", version=shared.uid)


def _leaders(done: Planted) -> None:
    world = done.world
    User.objects.filter(pk__in=[world.zoe.pk, world.susan.pk]).update(is_leader=True)
    for person in (world.zoe, world.susan):
        person.refresh_from_db()
    break_glass(world.zoe, SAM, reason=f"We fear {word('glass-reason')}.", **done.when)
    glass = BrokenGlass.objects.get()
    until = world.today + timedelta(days=3)
    delay_telling(world.susan, glass.pk, until=until, reason=f"Ask {word('delay-reason')}.", **done.when)


def _request(done: Planted) -> None:
    Request.objects.filter(plan=done.world.sam).update(words=word("request-words"))
    plant_endings(done.world)
    facts = {"address": (), "day": "Today", "about": f"Reference {SAM}", "title": "A letter", "signed": ()}
    sender = Sender(name="Council", phone="1", email="a@example.org", origin="")
    block = Written(Block.DECISION, "", passages(word("her-letter")))
    content = notice_pdf(NoticeLetter(to="Amara", blocks=(block,), sender=sender, **facts))
    with transaction.atomic():
        happening = Happening.objects.filter(plan=done.world.sam).latest("pk")
        access = open_plan(done.world.marcus, SAM, today=done.world.today)
        issue_document(access, happening, done.world.amara, content, kind=IssuedDocument.Kind.LETTER, now=done.world.now)


def _review(done: Planted) -> None:
    """Arrange a review to which Amara is invited, let her say something for it, and ask for an early one; the pages show it at whatever stage."""
    world = done.world
    arranged = {"scheduled_by": world.priya, "scheduled_at": world.now, "invited_on": world.today}
    place = f"In the {word('review-invited')} room"
    review = Review.objects.create(plan=world.sam, kind="yearly", meeting_on=world.today + timedelta(days=21), place=place, **arranged)
    invitee = ReviewInvitee.objects.create(review=review, group="family", person=world.amara, role="parent", invited_on=world.today)
    said = {"by": world.amara, "role": "parent", "at": world.now}
    ReviewAdvice.objects.create(invitee=invitee, words=f"He likes {word('review-views')}.", came_on=world.today, **said)
    ReviewRequest.objects.create(plan=world.sam, words=f"Because of {word('review-early')}.", **said)


def _consent(done: Planted) -> None:
    """Let Marcus record that Amara agreed to be sent the plan by e-mail."""
    world = done.world
    number = Membership.objects.get(content_object=world.sam.circle_id, user=world.amara, ended_at=None).pk
    give_consent(world.marcus, SAM, "email", of=number, how=f"On {word('consent-how')}.", given_on=world.today, **done.when)


def _asking(done: Planted) -> None:
    """Let Amara begin a request for another child, and send one."""
    child = {
        "first_name": "Bola",
        "last_name": "Adeyemi",
        "born_on": done.world.today - timedelta(days=2000),
        "made_by": "parent",
        "contact": "By phone",
    }
    begun, sent = (begin_asking(done.world.amara, now=done.world.now) for _ in range(2))
    save_asking(done.world.amara, begun.uid, {"needs": word("asking-begun")})
    save_asking(done.world.amara, sent.uid, child | {"needs": word("asking-sent")})
    send_asking(done.world.amara, sent.uid, **done.when)


def _to_be_struck(done: Planted) -> None:
    world = done.world
    write(world, "amara", "A", "voice", f"We went from {word('struck-voice')} to school.")
    write(world, "amara", "A", "aspiration", f"He goes to {word('struck-hope')} alone.")
    write(world, "amara", "A", "voice", f"{word('struck-kept')} is home.", put_forward=False)
    opens(world, world.amara, f"Who lives at {word('struck-comment')}?", audience="everyone", code="B")
    write(world, "amara", "K", "evidence", "What we saw.", title=f"Visit to {word('struck-title')}")
    share(world, note="Before it is struck out")
    done.database_before_strike = done.whole_database() if done.whole_database else ""


def _strike(done: Planted) -> None:
    world, when = done.world, done.when
    reason = f"It is where {word('strike-reason')} is safe."
    strike = propose_strike(world.marcus, SAM, passage=word("struck-voice"), reason=reason, **when)
    confirm_strike(world.hana, SAM, strike.uid, places=EVERYWHERE, **when)


def _checks(done: Planted) -> None:
    """Let Marcus say why a warning stands: the child's own view is missing."""
    access = open_plan(done.world.marcus, SAM, today=done.world.today)
    found = next(one for one in findings_of(access, moment=moment_of(access)).unreasoned_warnings if one.key == "Q28-A")
    give_reason(done.world.marcus, SAM, found.key, words_hash=found.words_hash, reason=f"We ask {word('check-reason')} first.", **done.when)


def _late_form(done: Planted) -> None:
    """Let the session of another browser of hers end while she types, and send the form; she signs in there again and reads it."""
    address = f"{PLAN}sections/A/add/voice/"
    late = Client()
    late.force_login(done.world.amara)
    typed = form_on(late, address) | {"text": word("late-form"), "audience": "keep"}
    BrowserSession.objects.filter(session_key=late.session.session_key).update(
        began_at=F("began_at") - GONE, used_at=F("used_at") - GONE, expire_date=F("expire_date") - GONE
    )
    assert late.post(address, typed).headers["Location"] == "/sign-in/time-is-up/"
    cache.clear()
    late.post("/sign-in/", {"email": word("new-email")})
    done.answers.append(late.post("/sign-in/code/", {"code": code_sent_to(word("new-email"))}, follow=True).content)
