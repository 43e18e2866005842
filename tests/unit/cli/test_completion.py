"""What a shell asks of the command while somebody types."""

import pytest
from typer.testing import CliRunner

from twosource.cli.main import app


@pytest.mark.parametrize(
    ("shell", "asked", "offered"),
    [
        ("bash", {"COMP_WORDS": "twosource ex", "COMP_CWORD": "1"}, "export"),
        ("zsh", {"_TYPER_COMPLETE_ARGS": "twosource export --quote"}, "--quote-length"),
        ("fish", {"_TYPER_COMPLETE_ARGS": "twosource sources ch", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}, "check"),
    ],
)
def test_verbs_and_options_are_completed(shell: str, asked: dict[str, str], offered: str) -> None:
    told = CliRunner().invoke(app, [], env={"_TWOSOURCE_COMPLETE": f"complete_{shell}", **asked}, prog_name="twosource")
    assert offered in told.stdout


def test_the_help_tells_how_to_switch_it_on() -> None:
    told = CliRunner().invoke(app, ["--help"], prog_name="twosource")
    assert "--install-completion" in told.stdout
    assert "--show-completion" in told.stdout
