"""Parcels for tests, and programs of translators at work on them."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

from tests.programs import find
from wgsm_archive.adapters.documents.packed import Package
from wgsm_archive.adapters.offline import tmx
from wgsm_archive.adapters.offline.markup import archive
from wgsm_archive.ports.offline import Parcel, Term, Unit, Words

STORY = "7k3m9pqrst2v"
TITLE = Unit(
    "s-000000000001", "La huelga de {1}Miramar{2}", "es", ("[", "](https://a.org/?a=1&b=<2>)"), "", "missing", ""
)
LINES = Unit("s-000000000002", "Nos sentamos.\nY nadie salió.", "es", (), "جلسنا.\nولم يخرج أحد.", "approved", "")
OLD = Unit(
    "s-000000000003", "Un **muelle** & <más>{1} 👩🏽‍🌾", "es", ("[^1]",), "رصيف {1} می‌خواهم", "draft", "Un muelle{1}"
)
NEW = Unit("s-000000000004", "Sí.", "es", (), "", "missing", "")
STORY_OF_FOUR = Parcel(
    STORY, "La huelga", 4, "es", "ar", (TITLE, LINES, OLD, NEW), (Term("huelga", "إضراب", "no\twork"),)
)
WORDS = Words("Español", "العربية", {TITLE.key: "Título", LINES.key: "Resumen"})


def with_omegat(content: bytes, typed: Mapping[str, str], folder: Path, tag: str) -> bytes:
    """A project after somebody translated some texts in it and let OmegaT make the translated files, packed again.

    What is typed goes where OmegaT's editor keeps it, into the memory of the project; `tag` is the language there.
    """
    with ZipFile(io.BytesIO(content)) as packed:
        packed.extractall(folder)
    project = next(path for path in folder.iterdir() if path.name.startswith("case-"))
    save = project / "omegat" / "project_save.tmx"
    package = Package(content)
    save.write_bytes(_with_typed(package.read(f"{project.name}/omegat/project_save.tmx"), typed, tag))
    for name in ("target", "dictionary"):
        (project / name).mkdir(exist_ok=True)
    home = folder / "home"
    home.mkdir()
    command = [find("OmegaT") or "omegat", "--mode=console-translate", str(project)]
    done = subprocess.run(
        command, env={**os.environ, "HOME": str(home)}, capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stdout + done.stderr
    files = sorted(path for path in project.rglob("*") if path.is_file())
    return archive([(str(path.relative_to(folder)), path.read_bytes()) for path in files])


def _with_typed(memory: bytes, typed: Mapping[str, str], tag: str) -> bytes:
    source = memory.decode().partition('srclang="')[2].partition('"')[0]
    added = tmx.write(typed.items(), source, tag).decode().partition("<body>")[2].rpartition("</body>")[0]
    return memory.replace(b"<body>", b"<body>" + added.encode()).replace(b"<body />", f"<body>{added}</body>".encode())


def with_libreoffice(content: bytes, folder: Path, *, to: str = "docx") -> bytes:
    """A document after LibreOffice saved it as .odt and, unless that was wanted, the .odt as .docx again."""
    kept = folder / "taken.docx"
    kept.write_bytes(content)
    for kind in ("odt", "docx") if to == "docx" else ("odt",):
        office = [find("LibreOffice") or "soffice", f"-env:UserInstallation=file://{folder}/office", "--headless"]
        command = [*office, "--convert-to", kind, "--outdir", str(folder / kind), str(kept)]
        subprocess.run(command, check=True, capture_output=True, timeout=100)
        kept = folder / kind / f"taken.{kind}"
    return kept.read_bytes()
