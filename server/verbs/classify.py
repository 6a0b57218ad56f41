"""`orderwarden classify`: what a code or a text of a scan means, JSON lines in, JSON lines out."""

import click

from server.json_lines import answer_lines, text_of


@click.command()
@click.argument("file", default="-")
def command(file: str) -> None:
    """Read {"carrier", "code", "text", "language"} a line, print the same with "status" and "by" ("-": stdin)."""
    from scraper.status import classify

    def answer(asked: dict[str, object]) -> dict[str, object]:
        carrier, code, text, language = (
            text_of(asked, name) for name in ("carrier", "code", "text", "language")
        )
        if not code and not text:
            raise ValueError("needs a code or a text")
        found = classify(carrier, code, text, language)
        said: dict[str, object] = {**asked, "status": found.status, "by": found.by}
        return {**said, "advisory": True} if found.advisory else said

    answer_lines(file, answer)
