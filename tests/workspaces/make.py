"""Make the workspace of an older program: `python tests/workspaces/make.py CHECKOUT FILE.tar.xz`.

CHECKOUT is a tree of the commit whose records are wanted (`git archive COMMIT | tar x -C CHECKOUT`), FILE the archive
to write. `d66b21d.tar.xz` was made so from commit d66b21d, the last one whose records carry no format number. Run with
the libraries of that commit's lock file, the page packed (`.ci/pack_page.py`).

The office of three sites and ten procedures does what offices do: takes over two lists (catalogue 1) and publishes them
(release 1), confirms all sheets of one site and one of another, takes over an amended name (catalogue 2, release 2),
builds for a later day, goes back to release 1 under a new number. What can be made again (cache) is left out.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

SITES = ("10507", "10888", "HP-E")
DAY = "2026-11-24"
_LEFT_OUT = {"lock", "tmp", "cache.sqlite", "cache.sqlite-wal", "cache.sqlite-shm"}


def make(checkout: Path, archive: Path) -> None:
    """Run the office and pack its folder."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "office"
        _prepare(checkout, folder)
        _kiosk(checkout, folder, "regenerate", "--commune", "xa.csv", "--city", "tp.csv", "--as-of", DAY)
        _kiosk(checkout, folder, "confirm", "10507")
        _kiosk(checkout, folder, "confirm", "HP-E", _first_label(folder, "HP-E"))
        amendment = ("--as", "change", "--decision", "3501/QĐ-UBND", "--effective", DAY)
        _kiosk(checkout, folder, "regenerate", "sua.csv", *amendment, "--as-of", DAY)
        _kiosk(checkout, folder, "build", "--as-of", "2027-06-01")
        _kiosk(checkout, folder, "rollback", "1")
        for name in ("xa.csv", "tp.csv", "sua.csv"):
            (folder / name).unlink()
        with tarfile.open(archive, "w:xz", preset=9) as packed:
            packed.add(folder, "office", filter=_plain)


def _prepare(checkout: Path, folder: Path) -> None:
    """Settings and tables as they came with the program, cut down to three sites and ten procedures."""
    (folder / "data").mkdir(parents=True)
    shutil.copy(checkout / "config.yaml", folder)
    for table in ("groups.csv", "aliases.csv"):
        shutil.copy(checkout / "data" / table, folder / "data")
    sites = (checkout / "data/sites.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in sites if line.startswith(("code", *SITES))]
    (folder / "data/sites.csv").write_text("".join(kept), encoding="utf-8")
    lines = (checkout / "data/tthc-mau.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    notes = [line for line in lines if line.startswith("#")]
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    commune = [row for row in rows if "xã" in row["levels"]][:5]
    city = [row for row in rows if row["levels"] == "tỉnh"][:5]
    _write(folder / "data/tthc-mau.csv", commune + city, notes)
    _write(folder / "xa.csv", commune, [])
    _write(folder / "tp.csv", city, [])
    first = commune[0]
    _write(folder / "sua.csv", [first | {"name": first["name"] + " (sửa đổi)"}], [])


def _write(path: Path, rows: list[dict[str, str]], notes: list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        handle.writelines(notes)
        table = csv.DictWriter(handle, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def _kiosk(checkout: Path, folder: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"kiosk {' '.join(words)}: {done.stderr}")
    return done.stdout


def _first_label(folder: Path, site: str) -> str:
    manifest = json.loads((folder / "var/releases/1/manifest.json").read_text(encoding="utf-8"))
    layout = next(s["layout"] for s in manifest["sites"] if s["code"] == site)
    label: str = manifest["layouts"][layout][0]["label"]
    return label


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Without who packed it and when, and without what can be made again."""
    if Path(member.name).name in _LEFT_OUT:
        return None
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = 0
    return member


if __name__ == "__main__":
    make(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
