"""Tests of ui/cli/password.py: the line that it prints is a login."""

from click.testing import CliRunner

from ui.access.logins import Logins, Role, parse_login
from ui.cli.main import main


def make(*arguments: str, typed: str = "long enough"):
    return CliRunner().invoke(main, ["password", *arguments], input=f"{typed}\n{typed}\n")


def test_the_line_is_a_login_with_a_hash():
    done = make("ana", "--role", "reader")
    assert done.exit_code == 0, done.stderr
    (line,) = done.stdout.splitlines()
    assert "long enough" not in done.output
    login = parse_login(line)
    assert (login.name, login.role) == ("ana", Role.READER)
    assert Logins([login]).check("ana", "long enough", "") == login


def test_what_cannot_be_a_login_is_refused():
    for name in ("a:b", "a,b", "#a", "[a", "@a"):
        refused = make(name)
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert "cannot be a name" in refused.stderr
    assert "at least 8 characters" in make("ana", typed="short").stderr
