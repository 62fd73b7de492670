"""Secrets are kept where only their owner can get at them, and nothing tells them to anybody else."""

import logging
import os
import stat

import keyring
import pytest
from keyring.backends import fail, null

from tests.credentials import backends
from tui.credentials import CredentialsError, Strongbox
from tui.credentials.keyring_door import KeyringDoor

SECRET = "correct horse battery"
TABLE = {"password": SECRET, "header X-Key": "abc"}


@pytest.fixture
def use():
    """``use(backend)`` makes it the system's keyring."""
    before = keyring.get_keyring()
    backends.KEPT.clear()
    backends.Mute.unlocked.clear()
    yield keyring.set_keyring
    backends.Mute.unlocked.set()
    keyring.set_keyring(before)


@pytest.fixture
def box(tmp_path):
    return Strongbox(tmp_path / "credentials", KeyringDoor(patience=0.2))


def on_disk(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_the_keyring_has_it_and_the_disk_has_not(box, use, tmp_path):
    use(backends.Memory())
    assert box.write("a1", TABLE) == box.place("a1") == "keyring"
    assert box.read("a1") == TABLE
    assert SECRET.encode() not in on_disk(tmp_path)
    assert [service for service, _ in backends.KEPT] == ["Broadsheet"]
    box.remove("a1")
    assert (box.read("a1"), box.place("a1"), box.names(), backends.KEPT) == ({}, None, frozenset(), {})


@pytest.mark.parametrize(
    "backend", [null.Keyring, fail.Keyring, backends.Weak, backends.Angry, backends.Mute]
)
def test_a_file_where_there_is_no_good_keyring(box, use, tmp_path, backend):
    use(backend())
    assert box.write("a1", TABLE) == box.place("a1") == "file"
    assert box.read("a1") == TABLE
    assert box.names() == {"a1"}
    box.remove("a1")
    assert box.read("a1") == {}
    assert SECRET.encode() not in on_disk(tmp_path)


def test_the_file_is_for_its_owner_only(box, use, tmp_path):
    use(null.Keyring())
    before = os.umask(0)
    try:
        box.write("a1", TABLE)
        box.write("a1", {"password": "another"})
    finally:
        os.umask(before)
    folder = tmp_path / "credentials"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == ["a1.json"]
    assert stat.S_IMODE((folder / "a1.json").stat().st_mode) == 0o600


def test_a_keyring_that_falls_silent_is_a_sentence(box, use):
    use(backends.Memory())
    box.write("a1", TABLE)
    use(backends.Mute())
    for _ in range(2):  # the second is not even asked: the first is still waiting
        with pytest.raises(CredentialsError, match="does not answer: unlock it"):
            box.read("a1")
    backends.Mute.unlocked.set()
    box._door._asking.join(5)
    assert box.read("a1") == TABLE


def test_what_somebody_took_out_of_the_keyring_is_a_sentence(box, use):
    use(backends.Memory())
    box.write("a1", TABLE)
    backends.KEPT.clear()
    with pytest.raises(CredentialsError, match="give it once more"):
        box.read("a1")
    box.remove("a1")
    assert box.names() == frozenset()


def test_the_environment_chooses_the_keyring(box, use, monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.credentials.backends.Memory")
    keyring.core.init_backend()
    assert box.write("a1", TABLE) == "keyring"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a/b", "a.b", "ü"])
def test_no_name_leads_elsewhere(box, name):
    with pytest.raises(CredentialsError):
        box.read(name)
    with pytest.raises(CredentialsError):
        box.write(name, TABLE)


@pytest.mark.parametrize("damage", [b"{", b'{"secrets": ["correct horse battery"', b"\xff"])
def test_a_damaged_file_is_a_sentence_without_its_content(box, use, tmp_path, damage):
    use(null.Keyring())
    box.write("a1", TABLE)
    (tmp_path / "credentials" / "a1.json").write_bytes(damage)
    with pytest.raises(CredentialsError) as caught:
        box.read("a1")
    assert SECRET not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert box.write("a1", TABLE) == "file"


def test_a_folder_that_cannot_be_written(use, tmp_path):
    use(null.Keyring())
    (tmp_path / "file").write_text("")
    box = Strongbox(tmp_path / "file" / "credentials", KeyringDoor(patience=0.2))
    with pytest.raises(CredentialsError, match="cannot be kept") as caught:
        box.write("a1", TABLE)
    assert SECRET not in str(caught.value)
    assert box.names() == frozenset()


def test_nothing_is_logged(box, use, caplog):
    caplog.set_level(logging.DEBUG)
    for backend in (backends.Memory, backends.Angry, null.Keyring):
        use(backend())
        box.write("a1", TABLE)
        box.read("a1")
    assert SECRET not in caplog.text


def test_names_are_new():
    assert len({Strongbox.new_name() for _ in range(100)}) == 100
