"""The ten traps in a seller's words: what is asked or promised, not which word stands there.

A trap is told by word groups that stand close together in one sentence ("close" and "dispute"). The groups of a
language stand in `trap_words/<language>.toml`; the rules here are the same for all. What comes right before or after
makes a message harmless: a negation, thanks, the seller's own "I will", the platform's "will be closed".
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

TRAPS = (
    "cancel_dispute",
    "just_wait",
    "wrong_reason",
    "confirm_first",
    "off_platform",
    "we_do_it_for_you",
    "zero_offer",
    "resend_new_number",
    "fake_return_number",
    "pay_back_link",
)
PHASES = (
    "unpaid",
    "processing",
    "shipped",
    "near_end",
    "received",
    "completed",
    "dispute_open",
    "return_agreed",
    "refund_decided",
    "money_back",
)
LONGEST_MESSAGE = 5000

_OPEN = frozenset({"dispute_open", "return_agreed"})
_MONEY_OUT = frozenset(PHASES) - {"unpaid", "money_back"}
_ON_ITS_WAY = frozenset({"processing", "shipped", "near_end", "completed", "dispute_open"})
_MATTERS: Mapping[str, frozenset[str]] = {
    "cancel_dispute": _OPEN,
    "just_wait": frozenset({"near_end", "completed"}),
    "wrong_reason": _MONEY_OUT,
    "confirm_first": _ON_ITS_WAY,
    "off_platform": frozenset(PHASES),
    "we_do_it_for_you": _MONEY_OUT,
    "zero_offer": _OPEN,
    "resend_new_number": _ON_ITS_WAY,
    "fake_return_number": _OPEN,
    "pay_back_link": frozenset({"refund_decided", "money_back"}),
}


_ENDS = re.compile(r"(?<=[!?;\n。！？])|(?<=\.)(?=\s|$)")


@dataclass(frozen=True)
class Rule:
    """Groups that must stand close together in one sentence, in any order; a trap's own guards beside them.

    asked: the first group is something that the buyer is asked to do, so a negation before it makes it harmless.
    ours: what the seller offers to do ("we can talk on ...") is as bad as what he asks.
    far: the groups may stand anywhere in the message. unless: groups that make the sentence harmless.
    """

    trap: str
    groups: tuple[str, ...]
    asked: bool = True
    ours: bool = False
    far: bool = False
    unless: tuple[str, ...] = ()


RULES = (
    Rule("cancel_dispute", ("close", "dispute"), unless=("closed_by_itself",)),
    Rule("cancel_dispute", ("close_it", "dispute"), far=True, unless=("closed_by_itself",)),
    Rule("cancel_dispute", ("once_closed", "we_give"), asked=False),
    Rule("just_wait", ("wait",), unless=("wait_for_us",)),
    Rule("just_wait", ("will_come",), asked=False, unless=("own_payment", "refund_comes")),
    Rule("wrong_reason", ("choose", "bad_reason"), unless=("no_need_to",)),
    Rule("wrong_reason", ("reason", "bad_reason"), asked=False, unless=("you_chose",)),
    Rule("wrong_reason", ("change_reason",)),
    Rule("wrong_reason", ("not_true_reason",), asked=False),
    Rule("confirm_first", ("confirm", "receipt"), unless=("after_receiving", "if_received")),
    Rule("confirm_first", ("confirm_button",), unless=("after_receiving", "if_received")),
    Rule(
        "confirm_first", ("if_you_confirm", "we_give"), asked=False, unless=("after_receiving", "if_received")
    ),
    Rule("off_platform", ("give", "account"), unless=("own_payment",)),
    Rule("off_platform", ("we_refund", "outside"), asked=False, unless=("own_payment",)),
    Rule("off_platform", ("contact", "messenger"), ours=True, unless=("own_payment",)),
    Rule("off_platform", ("messenger", "a_phone"), ours=True, unless=("own_payment",)),
    Rule("off_platform", ("contact", "a_phone"), ours=True, unless=("own_payment",)),
    Rule("off_platform", ("contact", "an_email"), ours=True, unless=("own_payment",)),
    Rule("off_platform", ("buy_direct",), unless=("own_payment",)),
    Rule("we_do_it_for_you", ("do_not_open", "dispute"), asked=False, unless=("do_open",)),
    Rule("we_do_it_for_you", ("no_dispute",), asked=False, unless=("do_open",)),
    Rule("we_do_it_for_you", ("we_contact", "platform"), asked=False, unless=("you_contact",)),
    Rule("zero_offer", ("zero", "offer"), asked=False, unless=("do_not_accept",)),
    Rule("zero_offer", ("coins", "accept"), asked=False, unless=("do_not_accept",)),
    Rule("resend_new_number", ("resend", "new_number"), asked=False),
    Rule("resend_new_number", ("resend_clear", "new_number"), asked=False, far=True),
    Rule("resend_new_number", ("resend_clear", "a_number"), asked=False, far=True),
    Rule("resend_new_number", ("resend_clear", "tell_number"), asked=False, far=True),
    Rule("resend_new_number", ("wrong_number", "a_number"), asked=False, far=True, unless=("back",)),
    Rule("fake_return_number", ("enter", "any_number"), unless=("wrong_number",)),
    Rule("fake_return_number", ("invent_number",)),
    Rule("pay_back_link", ("pay_back", "link"), unless=("own_payment", "we_pay_you")),
    Rule("pay_back_link", ("pay_back", "link"), far=True, unless=("own_payment", "we_pay_you")),
    Rule("pay_back_link", ("pay", "link", "got_it"), far=True, unless=("own_payment", "we_pay_you")),
)


@dataclass(frozen=True)
class Language:
    """The word groups of one language, and what stands before or after an asking that is none.

    The negations and guards of all languages of a script count, since a message is tried in every one of them.
    """

    script: str
    reach: int
    spelling: Sequence[tuple[re.Pattern[str], str]]
    groups: Mapping[str, re.Pattern[str]]
    rules: Sequence[Rule]
    negation: re.Pattern[str] | None
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    condition: re.Pattern[str] | None

    def holds(self, message: str) -> Iterator[str]:
        """The traps in a folded message."""
        for pattern, right in self.spelling:
            message = pattern.sub(right, message)
        sentences = [_Part(part, self.groups) for part in _ENDS.split(message) if part.strip()]
        whole = sentences if len(sentences) == 1 else [_Part(message, self.groups)]
        for rule in self.rules:
            for part in whole if rule.far else sentences:
                if part.has(rule.groups) and self._told(rule, part):
                    yield rule.trap
                    break

    def _told(self, rule: Rule, part: "_Part") -> bool:
        return self._held(rule, part) and not any(
            other.groups[group].search(part.text)
            for other in self._alike()
            for group in rule.unless
            if group in other.groups
        )

    def _held(self, rule: Rule, part: "_Part") -> bool:
        first, *others = rule.groups
        for found in part[first]:
            if rule.asked and self._harmless(part.text, first, found, rule.ours):
                continue
            if all(self._beside(found, part[group], rule.far) for group in others):
                return True
        return False

    def _harmless(self, part: str, first: str, found: re.Match[str], ours: bool) -> bool:
        """Whether what stands right before or after turns an asking into none; "if you do not" is an asking."""
        before, after = part[max(0, found.start() - 60) : found.start()], part[found.end() : found.end() + 40]
        before = _ENDS.split(before)[-1]
        if not ours and self.before and self.before.search(before):
            return True
        asked_if = self.condition is not None and self.condition.search(before)
        if self.after and self.after.match(after) and not asked_if:
            return True
        return any(
            other.negation.search(before)
            for other in self._alike()
            if other.negation and (other is self or other._means(first, found))
        )

    def _means(self, group: str, found: re.Match[str]) -> bool:
        return group in self.groups and bool(self.groups[group].search(found.group()))

    def _alike(self) -> Iterator["Language"]:
        return (other for other in _LANGUAGES.values() if other.script == self.script)

    def _beside(self, found: re.Match[str], others: Sequence[re.Match[str]], far: bool) -> bool:
        return far or any(
            max(other.start() - found.end(), found.start() - other.end()) <= self.reach for other in others
        )


class _Part(dict[str, Sequence[re.Match[str]]]):
    """Where the groups of a language stand in a part of a message; each is looked for once, when first asked."""

    def __init__(self, text: str, groups: Mapping[str, re.Pattern[str]]) -> None:
        super().__init__()
        self.text = text
        self._groups = groups

    def has(self, groups: Sequence[str]) -> bool:
        return all(map(self.__getitem__, groups))

    def __missing__(self, group: str) -> Sequence[re.Match[str]]:
        self[group] = found = list(self._groups[group].finditer(self.text))
        return found


def traps_in(text: str, language: str | None = None) -> frozenset[str]:
    """The traps that a seller's message holds, whatever the phase; `language` (ISO 639-1) is only a hint.

    Every language of the message's script is tried, because sellers mix them and translations are told wrongly.
    """
    message = _folded(text)
    named = (language or "")[:2].casefold()
    return frozenset(
        trap
        for name, tongue in _LANGUAGES.items()
        if name == named or _SCRIPTS[tongue.script].search(message)
        for trap in tongue.holds(message)
    )


def matters(trap: str, phase: str) -> bool:
    """Whether a trap matters in a phase of an order; ValueError if one of the two is unknown."""
    if trap not in _MATTERS:
        raise ValueError(f"{trap!r} is no trap")
    if phase not in PHASES:
        raise ValueError(f"{phase!r} is no phase; there are {', '.join(PHASES)}")
    return phase in _MATTERS[trap]


_ALIKE = str.maketrans(
    "ςıłøё\u0623\u0625\u0622\u0649\u0629’‘`´“”„«»", 'σiloе\u0627\u0627\u0627\u064a\u0647\'\'\'\'"""""'
)
_ACCENTS = re.compile("([a-z\u03b1-\u03c9])[\u0300-\u036f]+")
_POINTS = re.compile("[\u0591-\u05c7\u0640\u064b-\u0652]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SCRIPTS = {
    "latin": re.compile("[a-z]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "greek": re.compile("[\u0370-\u03ff]"),
    "hebrew": re.compile("[\u0590-\u05ff]"),
    "arabic": re.compile("[\u0600-\u06ff]"),
    "hangul": re.compile("[\uac00-\ud7a3]"),
    "kana": re.compile("[\u3040-\u30ff]"),
    "han": re.compile("[\u4e00-\u9fff]"),
}


def _folded(text: str) -> str:
    """One case, one spelling of quotes and accents, single spaces; line breaks stay, they end a sentence."""
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text[:LONGEST_MESSAGE])).casefold()
    return re.sub(r"[^\S\n]+", " ", _bare(plain))


def _bare(plain: str) -> str:
    bare = _ACCENTS.sub(r"\1", unicodedata.normalize("NFD", plain.translate(_ALIKE)))
    return _POINTS.sub("", unicodedata.normalize("NFC", bare))


def _any_of(lines: str, whole: str = "{}") -> re.Pattern[str]:
    parts = "|".join(f"(?:{_bare(line.strip())})" for line in lines.splitlines() if line.strip())
    return re.compile(whole.format(f"(?:{_GROUP.sub('(?:', parts)})"))


# A group that nobody reads costs time at every letter.
_GROUP = re.compile(r"(?<!\\)\((?!\?)")


# The same in every language. A tracking number is letters and digits: all digits is an order's. A phone is a seller's.
_ALL_OVER = {
    "a_number": r"(?<![\w/])[a-z]{1,5}\d{9,18}[a-z]{0,2}(?!\w)",
    "a_phone": r"(\+|(?<!\d)00)86[ \d-]{9,}",
    "an_email": r"(?<![\w/])[\w.+-]+@[\w-]+\.\w+",
}


def _read(name: str) -> Language:
    plain = tomllib.loads(files("server.rules").joinpath("trap_words", name).read_text("utf-8"))
    edge = r"(?<!\w){}(?!\w)" if plain.get("script", "latin") in ("latin", "cyrillic", "greek") else "{}"
    groups = {group: _any_of(lines, edge) for group, lines in plain["words"].items()}
    groups |= {name: re.compile(pattern) for name, pattern in _ALL_OVER.items()}
    return Language(
        script=plain.get("script", "latin"),
        reach=plain.get("reach", 45),
        spelling=[
            (re.compile(rf"(?<!\w)(?:{wrong})(?!\w)"), right)
            for wrong, right in plain.get("spelling", {}).items()
        ],
        groups=groups,
        rules=[rule for rule in RULES if groups.keys() >= set(rule.groups)],
        negation=_any_of(plain["negation"], edge + r"[^\w,;:]*$") if "negation" in plain else None,
        before=_any_of(plain["before"], edge + r"[^\w,;:]*$") if "before" in plain else None,
        condition=_any_of(plain["condition"], edge + r"[^\w,;:]*$") if "condition" in plain else None,
        after=_any_of(plain["after"], r"\W*{}") if "after" in plain else None,
    )


_LANGUAGES: Mapping[str, Language] = {
    file.name.removesuffix(".toml"): _read(file.name)
    for file in sorted(files("server.rules").joinpath("trap_words").iterdir(), key=lambda file: file.name)
    if file.name.endswith(".toml")
}
