"""`orderwarden traps`: which traps a seller's message holds that matter in a phase, JSON lines in and out."""

import click

from server.json_lines import answer_lines, text_of


@click.command()
@click.argument("file", default="-")
def command(file: str) -> None:
    """Read {"text", "language", "phase"} a line from FILE ("-": standard input), print {"traps": [...]}.

    Without a phase every trap that the words hold is named.
    """
    from server.rules.traps import TRAPS, matters, traps_in

    def answer(asked: dict[str, object]) -> dict[str, object]:
        text, language, phase = (text_of(asked, name) for name in ("text", "language", "phase"))
        if text is None:
            raise ValueError('"text" is missing')
        now = [trap for trap in TRAPS if phase is None or matters(trap, phase)]
        held = traps_in(text, language)
        return {"traps": [trap for trap in now if trap in held]}

    answer_lines(file, answer)
