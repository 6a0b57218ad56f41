"""The texts for one order: claims, what to do, letters."""

from dataclasses import dataclass

from server.evidence.case_file import CaseFile
from server.evidence.claims import Claim, claim_text
from server.evidence.doors import door_of
from server.evidence.grounds import Reason, ground_of, reasons_for
from server.evidence.letters import Letter, letter_of, to_be_asked_for
from server.evidence.phrases import Phrases
from server.evidence.wishes import ENGLISH, Wishes


@dataclass(frozen=True)
class Texts:
    """The texts for one order: claims (English, and the buyer's language), what to do, letters; no claim: None fits.

    `reasons` are all that can be chosen, in the buyer's words, those first that fit the case.
    """

    claims: tuple[Claim, ...]
    reasons: tuple[tuple[Reason, str], ...]
    door: str
    letters: tuple[Letter, ...]


def texts_of(case: CaseFile, wishes: Wishes) -> Texts:
    """Claim, door and letters of one order."""
    ground = ground_of(case, wishes.reason)
    own = Phrases(wishes.language, case.zone)
    both = [Phrases(ENGLISH, case.zone)]
    both += [own] if own.language != ENGLISH else []
    claims = tuple(
        claim_text(
            case,
            ground,
            phrases,
            amount=wishes.amount,
            described=wishes.described,
            limit=wishes.most_characters,
        )
        for phrases in both
        if ground is not None
    )
    letters = tuple(letter_of(case, parcel, wishes.letter_language) for parcel in to_be_asked_for(case))
    reasons = tuple((reason, own.say("reason", reason)) for reason in reasons_for(case))
    return Texts(claims, reasons, door_of(case, ground, own).text(own), letters)
