"""Past one machine: Litestream streams a store over SFTP, followers follow it, and each of them is killed in turn."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import program, sshd
from tests.e2e.conftest import Launch
from tests.faults import fault
from tests.litestream import LITESTREAM, Machines, titles

pytestmark = [
    pytest.mark.skipif(not (LITESTREAM and sshd.AVAILABLE), reason="Litestream or OpenSSH's server is not installed"),
    pytest.mark.xdist_group("litestream"),  # they share the machines
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("machines")


@pytest.fixture(scope="module")
def replica(folder: Path) -> Iterator[sshd.Sshd]:
    """The server on which the replica is."""
    with sshd.Sshd(folder / "sshd", program.environment(folder)) as running:
        yield running


@pytest.fixture(scope="module")
def machines(folder: Path, replica: sshd.Sshd, masters: tuple[Path, Path]) -> Iterator[Machines]:
    """A store that is streamed, and two followers."""
    with Machines(folder, masters[0], replica, followers=2) as running:
        yield running


def test_the_board_of_a_follower_shows_a_commit_a_moment_later_and_how_old_it_is(
    machines: Machines, launch: Launch
) -> None:
    terminal = launch(machines.copies[0], size=(120, 36))
    machines.commit("Envoys have news")
    terminal.press("3", "g")
    terminal.wait_for("Envoys have news")
    terminal.wait_for("copy, last change just now")
    assert "READ-ONLY" not in terminal.screen()
    terminal.press("q")
    assert terminal.wait_exit() == 0


@fault(
    "A follower is killed",
    "its board keeps what it shows and goes on once the copy is restored, which is all that starting it again does",
)
def test_a_follower_that_is_killed_is_ridden_out(machines: Machines, launch: Launch) -> None:
    terminal = launch(machines.copies[0], size=(120, 36))
    for follower in machines.followers:
        follower.kill()
    machines.commit("While the followers are away")
    assert machines.barrier()
    for follower in machines.followers:
        machines.wait(follower.start)
    terminal.press("3", "g")
    terminal.wait_for("While the followers are away")
    machines.wait(lambda: not any(map(machines.lost, machines.copies)))
    assert "Delegations" in terminal.screen()


@fault(
    "What streams the store is killed",
    "the store is written on; nothing is lost that `litestream sync -wait` had confirmed, and the rest follows once it"
    " is started again",
)
def test_nothing_is_lost_with_what_streams_the_store(machines: Machines) -> None:
    machines.commit("Before the kill")
    assert machines.barrier()
    machines.replicate.kill()
    assert not machines.lost(machines.restore())
    machines.commit("While nothing streams")
    assert machines.replicate.start()
    machines.wait(machines.barrier)
    machines.wait(lambda: not any(map(machines.lost, machines.copies)))


@fault(
    "The server with the replica is gone",
    "the store is written on, every board keeps what it has, and all of it comes when the server is back",
)
def test_without_the_replica_all_go_on_and_nothing_is_lost(
    machines: Machines, replica: sshd.Sshd, launch: Launch
) -> None:
    terminal = launch(machines.copies[1], size=(120, 36))
    replica.kill()
    machines.commit("While the replica is away")
    assert not machines.barrier(seconds=1)
    machines.followers[1].kill()
    assert not machines.followers[1].start()  # and its copy is still there, since nothing could take its place
    assert titles(machines.copies[1])
    terminal.press("d")
    terminal.wait_for("contested only")
    terminal.press("d")
    terminal.wait_for(lambda: "contested only" not in terminal.screen())
    terminal.press("3", "g")
    replica.start()
    machines.wait(machines.barrier)
    machines.wait(machines.followers[1].start)
    terminal.wait_for("While the replica is away")
    machines.wait(lambda: not machines.lost(machines.copies[0]))


@fault(
    "Litestream stalls without a word",
    "a timer compares what has gone out with what has come in, and starts it again: within two minutes",
)
def test_what_stalls_without_a_word_is_found_and_started_again(machines: Machines) -> None:
    assert machines.mend() == []
    machines.suspend(machines.followers[0])
    machines.commit("While one follower stands still")
    assert machines.barrier()
    assert machines.mend() == [machines.followers[0]]
    machines.wait(lambda: not machines.lost(machines.copies[0]))
    noted = machines.copies[1].with_name("talks.db-txid")
    noted.write_text("")
    assert machines.mend() == []  # it may be being restored, but not for hours
    os.utime(noted, (1e9, 1e9))
    assert machines.mend() == [machines.followers[1]]
    machines.suspend(machines.replicate)
    machines.commit("While what streams stands still")
    assert machines.mend() == [machines.replicate]
    machines.wait(lambda: not any(map(machines.lost, machines.copies)))


@fault(
    "A unit is started on the wrong machine",
    "it refuses: the one would remove the store itself, the other would stream a copy into the replica",
)
def test_units_on_the_wrong_machine_touch_nothing(machines: Machines) -> None:
    assert not machines.unit(machines.primary, "talks-follow.service").start()
    assert not machines.lost(machines.primary)
    assert not machines.unit(machines.copies[0], "talks-replicate.service").start()


def test_the_store_can_be_had_as_it_was_at_a_moment(machines: Machines) -> None:
    machines.commit("Before the moment")
    assert machines.barrier()
    before = set(machines.committed)
    second = datetime.now(UTC).replace(microsecond=0).timestamp()
    machines.wait(lambda: datetime.now(UTC).timestamp() > second + 2)  # an SFTP server tells times in seconds
    moment = datetime.fromtimestamp(second + 1, UTC)
    machines.commit("After the moment")
    assert machines.barrier()
    then = machines.restore("-timestamp", f"{moment:%Y-%m-%dT%H:%M:%SZ}")
    assert titles(then) & machines.committed == before
    assert not machines.lost(machines.restore())
