"""Command that makes a login for `CITERA_AUTH_FILE`: `password`."""

import click

_SHORTEST = 8


@click.command()
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(["reader", "editor", "admin"]),
    default="editor",
    show_default=True,
    help="Readers ask and read; editors also add and remove articles.",
)
def password(name: str, role: str) -> None:
    """Ask for a password, and print the line for NAME in the file that CITERA_AUTH_FILE names.

    The line holds an Argon2 hash in place of the password.
    """
    from ui.access.logins import hash_password, parse_login

    secret = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    if len(secret) < _SHORTEST:
        raise click.ClickException(f"a password must have at least {_SHORTEST} characters")
    line = f"{name}:{role}:{hash_password(secret)}"
    marked = name.strip().startswith(("#", "[", "@"))
    if marked or "," in name or parse_login(line).name != name.strip():
        raise click.ClickException(
            f"{name!r} cannot be a name: it has a colon or a comma, or begins with #, [ or @"
        )
    click.echo(line)
