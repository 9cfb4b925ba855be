"""`talks-tui sshd-config [STORE]`: print what OpenSSH's server needs to let people look at a store, and no more."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db import watching
from db.errors import UsageError
from db.text import shown
from tui.cli.arguments import Parser, make, minutes
from tui.cli.board import named

if TYPE_CHECKING:
    from tui.cli.options import Options

_BLOCK: Final = """\
# Whoever logs in as “{user}” sees {store}, read-only, and can do nothing else.
# Put this at the end of sshd_config, or into a file of its own in sshd_config.d; then look, as root:
#   sshd -t && sshd -T -C user={user},host=x,addr=192.0.2.1 | grep -i -e force -e forward -e permit
# and have the server read it: systemctl reload ssh
#
# The account:  useradd --system --create-home --shell /bin/sh {user}
#   Its shell is /bin/sh: bash would read files in its home before the command. No password opens it, but it isn't
#   locked, which a server without PAM would refuse (usermod -p '*' {user}). It owns nothing that matters, can't write
#   its home (chown root: ~{user}), and is in no group that can write the store.
#   It can read the store and the folder that it is in, and need not be able to write either.
# Keys:  AuthorizedKeysFile is best a file that {user} can't write, such as /etc/ssh/authorized_keys/%u; before each
#   key in it stands “restrict,pty”. What a key allows beyond that is still refused here.
# Environment:  whatever a client sends (AcceptEnv, LC_*, TERM) or the system adds is dropped by env -i, but TERM, which
#   is only looked at. PermitUserEnvironment is for the whole server: leave it at “no”. Neither COLORTERM nor the mouse
#   comes through: add --mouse behind --kiosk for that, and COLORTERM=truecolor before it if all have such terminals.
# sftp and scp to {user} run the same command, get the board as text, and stop there.
Match User {user}
    ForceCommand {command}
    AuthenticationMethods publickey
    PasswordAuthentication no
    KbdInteractiveAuthentication no
    DisableForwarding yes
    AllowTcpForwarding no
    AllowStreamLocalForwarding no
    AllowAgentForwarding no
    X11Forwarding no
    PermitTunnel no
    GatewayPorts no
    PermitUserRC no
    PermitTTY yes
    MaxSessions 2
    ClientAliveInterval 15
    ClientAliveCountMax 4
Match all
"""
_SIGNS: Final = {"#": "older servers take what follows for a comment", "\\": "a server may take it for a quote"}

_HELP: Final = """\
examples:
  talks-tui sshd-config /srv/talks/talks.db
  talks-tui sshd-config /srv/talks/talks.db --user guest --idle-timeout 30
  talks-tui sshd-config /srv/talks/talks.db | sudo tee /etc/ssh/sshd_config.d/talks.conf

Prints a block of OpenSSH's sshd_config: whoever logs in as that user sees the board and can do nothing else. What has
to be true of the account stands in its comments. It changes nothing itself.
"""


def parser() -> Parser:
    """Return what reads its arguments."""
    reads = make("talks-tui sshd-config", "Print what lets people look at a store over SSH.", _HELP)
    reads.add_argument(
        "store", nargs="?", type=Path, metavar="STORE", help="the store to show (else $TALKS_STORE, else your own)"
    )
    reads.add_argument("--user", default="talks", metavar="NAME", help="the account that they log in as (talks)")
    reads.add_argument("--idle-timeout", type=minutes, metavar="MINUTES", help="end when it was left alone for so long")
    reads.set_defaults(run=run)
    return reads


def run(options: Options) -> int:
    """Print the block.

    Raises:
        StoreError: There is no store, or it can't be read.
        UsageError: The account or a path is called as the block can't say.
    """
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}", options.user):
        raise UsageError(f"“{shown(options.user)}” is no name of an account: letters, digits, _ . - make one.")
    path = named(options).absolute()
    watching.read(path, lambda _conn: None)
    words = [_script(), path]
    for word in words:
        _refuse(word)
    limit = () if options.idle_timeout is None else ("--idle-timeout", f"{options.idle_timeout:g}")
    command = (
        'exec /usr/bin/env -i HOME="$HOME" TERM="$TERM" SSH_CONNECTION="$SSH_CONNECTION" LANG=C.UTF-8'
        f" PYTHONDONTWRITEBYTECODE=1 {shlex.join([*map(str, words), '--kiosk', *limit])}"
    )
    print(_BLOCK.format(user=options.user, store=path, command=command), end="")
    return 0


def _script() -> Path:
    """Return where the installed command is.

    Raises:
        UsageError: This is a copy that isn't installed.
    """
    script = Path(sys.argv[0]).resolve()
    if script.name != "talks-tui" or not script.is_file():
        raise UsageError("talks-tui isn't installed as a command here, which sshd could start: install it first.")
    return script


def _refuse(path: Path) -> None:
    """Refuse a path that a line of sshd_config can't hold.

    The line is split at quotes by argv_split of OpenSSH's misc.c, which knows a backslash before one, and then handed
    to the account's shell as it is: quotes for the shell are quotes for both. Up to OpenSSH 8.6 a # ended it anywhere.

    Raises:
        UsageError: It is one.
    """
    text = str(path)
    for sign, why in _SIGNS.items():
        if sign in text:
            raise UsageError(f"{path} has a {sign} in it, and {why}: give it another name, or a link with one.")
    if not text.isprintable():
        raise UsageError(f"{shown(text)} has characters in it that sshd_config can't hold: give it another name.")
