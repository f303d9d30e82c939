"""Check what was struck from the record of a plan: each text is what it was, but for the passage, and two people signed for it.

A text that was struck is followed from its hash of before to its hash of after, strike by strike, up to what stands there now. The sealed bytes are
opened where the key is there; without it their signature still holds them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models

from permissions.models import LedgerEntry
from plans.models import Happening, IssuedDocument, Plan, PlanVersion, SectionBlob, Strike, StruckText, Wording
from plans.record.canonical import sha256_of
from plans.striking.seal import Unopened, as_text, is_signed, strike_mac, text_mac, unseal

# The tables of the record from which a passage is struck. A blob and a note are held by their version as well, a strike's reason by nothing else.
OF_THE_RECORD: tuple[type[models.Model], ...] = (SectionBlob, PlanVersion, Wording, Happening, Strike, IssuedDocument)

Key = tuple[str, int, str]


@dataclass(frozen=True)
class Struck:
    """What was struck in one plan: its strikes, and the sealed texts of each, in the order in which they were struck."""

    plan: Plan
    strikes: tuple[Strike, ...] = ()
    texts: dict[Key, list[StruckText]] = field(default_factory=dict)

    def holds(self, row: models.Model, column: str, sha: str) -> bool:
        """Say whether a column, which had this hash once, says now what the strikes left of it."""
        for text in self.texts.get((row._meta.db_table, row.pk, column), ()):
            if text.before != sha:
                return False
            sha = text.after
        return sha256_of(as_text(getattr(row, column))) == sha

    def note_of(self, version: PlanVersion) -> str | None:
        """Give what the note of a version said when it was cut, where a passage was struck from it since; None where none was, or it can't be told."""
        texts = self.texts.get((PlanVersion._meta.db_table, version.pk, "note"))
        if not texts or not self.holds(version, "note", texts[0].before):
            return None
        try:
            return unseal(texts[0].sealed)
        except Unopened:
            return None

    def fault(self) -> str:
        """Name the first struck text or strike that does not hold, in words; "" when they hold."""
        for strike in self.strikes:
            fault = _strike_fault(strike, [text for texts in self.texts.values() for text in texts if text.strike_id == strike.pk])
            if fault:
                return fault
        return self._changed() or self._lost()

    def _changed(self) -> str:
        """Look at what stands in the record now where something was struck."""
        for model in OF_THE_RECORD:
            table = model._meta.db_table
            rows = {key: texts for key, texts in self.texts.items() if key[0] == table}
            there: dict[int, Any] = model._default_manager.in_bulk({key[1] for key in rows}) if rows else {}
            for (_, pk, column), texts in rows.items():
                if pk not in there or not self.holds(there[pk], column, texts[0].before):
                    return f"a text that was struck was altered since: {column} of row {pk} of {table} (struck text row {texts[-1].pk})"
        return ""

    def _lost(self) -> str:
        """A strike taken out whole leaves no gap behind it; the ledger remembers that it was there."""
        spoken_of = LedgerEntry.objects.filter(circle=self.plan.circle_id, object_kind="strike").order_by("number")
        there = {strike.uid: strike for strike in self.strikes}
        for number, verb, uid in spoken_of.values_list("number", "verb", "object_uid"):
            strike = there.get(uid) if uid else None
            if strike is None or (verb == "strike" and strike.done_at is None):
                return f"a strike is missing: ledger entry {number} speaks of one that is not there"
        return ""


def read_struck(plan: Plan) -> Struck:
    """Read the strikes of a plan and their sealed texts. Two queries."""
    strikes = tuple(Strike.objects.filter(plan=plan).select_related("proposed_by", "confirmed_by").order_by("pk"))
    by_pk = {strike.pk: strike for strike in strikes}
    texts: dict[Key, list[StruckText]] = {}
    for text in StruckText.objects.filter(strike__plan=plan).order_by("pk"):
        text.strike = by_pk[text.strike_id]
        texts.setdefault((text.table, text.row, text.field), []).append(text)
    return Struck(plan, strikes, texts)


def _strike_fault(strike: Strike, texts: Iterable[StruckText]) -> str:
    kept = list(texts)
    for text in kept:
        if not is_signed(text.mac, text_mac(text)):
            return f"struck text row {text.pk} was altered or put in: its signature does not hold"
        if not _opens(text):
            return f"struck text row {text.pk} does not open to the text that was sealed"
    if strike.done_at is None:
        return f"strike row {strike.pk} was never done and has struck texts" if kept or strike.confirmed_at else ""
    if not is_signed(strike.mac, strike_mac(strike, kept)):
        return f"strike row {strike.pk} was altered, or a struck text of it is missing"
    return ""


def _opens(text: StruckText) -> bool:
    """Say whether the sealed bytes open to the text that they should; without a key nothing is said against them."""
    if not settings.SEAL_KEYS:
        return True
    try:
        return sha256_of(unseal(text.sealed)) == text.before
    except Unopened:
        return False
