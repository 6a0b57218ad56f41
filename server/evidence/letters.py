"""The letter to the carrier, in the language of the destination: as text, and as a draft for a mail program."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from server.evidence.case_file import CaseFile, ParcelFile
from server.evidence.claims import destination_of, source_name
from server.evidence.grounds import is_here, last_word
from server.evidence.phrases import Phrases, language_of


@dataclass(frozen=True)
class Letter:
    """A letter about one parcel. Sender and address are left to the buyer to fill in."""

    number: str
    language: str
    subject: str
    body: str

    @property
    def mailto(self) -> str:
        """A link that opens the draft in a mail program, without an addressee."""
        return f"mailto:?subject={quote(self.subject)}&body={quote(self.body)}"

    def draft(self) -> bytes:
        """The draft as an .eml file that mail programs open for sending."""
        message = EmailMessage(policy=SMTP)
        message["Subject"] = self.subject
        message["X-Unsent"] = "1"
        message.set_content(self.body)
        return message.as_bytes()


def to_be_asked_for(case: CaseFile) -> tuple[ParcelFile, ...]:
    """The parcels that a letter can ask for: all but those that the buyer has."""
    return tuple(parcel for parcel in case.parcels if not is_here(case, parcel))


def letter_of(case: CaseFile, parcel: ParcelFile, language: str | None = None) -> Letter:
    """The letter about this parcel: number, dates, what the tracking says, what is asked for."""
    phrases = Phrases(language or language_of(case.view.country), case.zone)
    number = _number(parcel)
    body = "\n\n".join(_paragraphs(case, parcel, number, phrases)) + "\n"
    return Letter(number, phrases.language, phrases.say("letter", "subject", {"number": number}), body)


AT_ORIGIN = frozenset({"aliexpress", "cainiao", "17track"})
"""Sources that tell of a parcel without carrying it at the destination."""


def _number(parcel: ParcelFile) -> str:
    """The number under which the carrier at the destination knows it, where one of its own scans is known."""
    carrier = next((scan.source for scan in parcel.scans if scan.source not in AT_ORIGIN), None)
    return next((source.number for source in parcel.sources if source.source == carrier), parcel.number)


def _paragraphs(case: CaseFile, parcel: ParcelFile, number: str, phrases: Phrases) -> Iterator[str]:
    def say(key: str, **values: object) -> str:
        return phrases.say("letter", key, values)

    yield say("greeting")
    told = [say("number", number=number)]
    told += [say("other_number", number=other) for other in parcel.numbers if other != number][:2]
    if (placed := case.value("placed_on") or case.value("paid_on")) is not None:
        told.append(say("placed", placed_on=placed))
    if (destination := destination_of(case)) is not None:
        told.append(say("destination", destination=destination))
    yield " ".join(told)
    delivered = any(scan.status == "delivered" and not scan.before_order for scan in parcel.scans)
    shown = list(_shown(parcel, number, phrases))
    if (word := last_word(case, parcel)) is not None and word.kind == "not_received":
        shown.append(say("not_received"))
    if shown:
        yield " ".join(shown)
    yield f"{say('ask_place' if delivered else 'ask_not_delivered')} {say('answer')}"
    yield say("thanks")
    yield say("closing")
    yield say("sender")


def _shown(parcel: ParcelFile, number: str, phrases: Phrases) -> Iterator[str]:
    """What the carrier's own tracking shows last, and a delivery that only others show, under their names."""
    scans = [scan for scan in parcel.scans if scan.physical and not scan.before_order]
    own_sources = {source.source for source in parcel.sources if source.number == number} - AT_ORIGIN
    own = next((scan for scan in scans if scan.source in own_sources), None)
    if own is not None:
        key = "says_delivered" if own.status == "delivered" else "last_scan"
        yield phrases.say("letter", key, {"scan": own})
    if own is None or own.status != "delivered":
        told = next((scan for scan in scans if scan.status == "delivered"), None)
        if told is not None:
            yield phrases.say("claim", "says_delivered", {"source": source_name(told.source), "scan": told})
        elif own is None and scans:
            yield phrases.say("letter", "last_scan", {"scan": scans[0]})
