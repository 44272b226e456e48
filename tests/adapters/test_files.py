"""Files on the disk: whole or not there, under names that say nothing, readable by their owner only."""

from __future__ import annotations

from pathlib import Path

import pytest

from wgsm_archive.adapters.files import FolderFiles
from wgsm_archive.ports.files import FileGone


@pytest.fixture
def files(tmp_path: Path) -> FolderFiles:
    return FolderFiles(tmp_path / "files")


def test_what_is_kept_can_be_read_and_let_go(files: FolderFiles, tmp_path: Path):
    name = files.keep(b"a picture")
    with files.open(name) as handle:
        assert handle.read() == b"a picture"
    assert [one.name for one in files.kept()] == [name]
    assert not list(files.parts())
    folder = tmp_path / "files" / "kept" / name[:2]
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / name).stat().st_mode & 0o077 == 0
    files.remove(name)
    files.remove(name)
    with pytest.raises(FileGone):
        files.open(name)


def test_a_part_grows_piece_by_piece(files: FolderFiles):
    part = files.begin()
    files.append(part, 0, b"one ")
    files.append(part, 4, b"two")
    files.append(part, 4, b"two")
    assert files.read_part(part) == b"one two"
    files.drop_part(part)
    files.drop_part(part)
    with pytest.raises(FileGone):
        files.append(part, 0, b"x")


@pytest.mark.parametrize("name", ["", "..", "../../secret_key", "a" * 31, "A" * 32, "/etc/passwd", "a" * 31 + "\n"])
def test_no_name_leads_out_of_the_folder(files: FolderFiles, name: str):
    for act in (files.open, files.remove, files.read_part, files.drop_part):
        with pytest.raises(FileGone):
            act(name)


def test_there_is_room_on_this_machine(files: FolderFiles):
    assert files.free() > 0
