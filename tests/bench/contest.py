"""One contestant draws the sheets of one commune in a process of its own: `python -m tests.bench.contest NAME FOLDER`.

Everything that can be prepared is: codes are encoded (SVG files for the rivals), the document's source is written,
modules are imported. The clock runs from there to the finished bytes of the PDF, which go to FOLDER/NAME.pdf.
"""

from __future__ import annotations

import gc
import json
import pickle
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from kiosk import cores
from posters import pdf, qr, sheets
from tests.bench import naive
from tests.bench.job import FONTS, Job, encode_marks

Work = Callable[[], bytes]


def ours(job: Job, folder: Path) -> Work:
    """Codes and marks ready: draw, write, address."""
    encode_marks(job)
    return lambda: _addressed(job, job.codes)


def ours_on_all_cores(job: Job, folder: Path) -> Work:
    """The same by the workers of a build, which are there already, as Typst's threads are."""
    encode_marks(job)
    workers = ExitStack()
    pool = workers.enter_context(cores.open_pool(job))
    list(pool.map(abs, range(2 * cores.count_workers())))

    def work(_workers: ExitStack = workers) -> bytes:  # which ends the pool when it goes
        share = -(-len(job.sheets) // cores.count_workers())
        drawn = pool.map(cores.WithShared(_draw_body), range(len(job.sheets)), chunksize=share)
        return pdf.address_file(pdf.make_template([sheets.Body.load(body) for body in drawn]), job.head)

    return work


def _draw_body(job: Job, number: int) -> bytes:
    return sheets.draw_sheet(job.sheets[number], job.codes).dump()


def ours_encoding(job: Job, folder: Path) -> Work:
    """Codes included."""
    return lambda: _addressed(job, {payload: qr.make_symbol(payload) for payload in job.codes})


def _addressed(job: Job, codes: dict[str, bytes]) -> bytes:
    return pdf.address_file(pdf.make_template([sheets.draw_sheet(sheet, codes) for sheet in job.sheets]), job.head)


def further(job: Job, folder: Path) -> Work:
    """Ten more communes with the same list, addressed, hashed and written as a build does; their template is ready."""
    from kiosk.workspace.store import Store

    store = Store(folder / "store")
    store.prepare()
    made = pdf.make_template([sheets.draw_sheet(sheet, job.codes) for sheet in job.sheets])
    heads = [replace(job.head, code=f"{i:05d}", name=f"{job.head.name} {i}") for i in range(FURTHER)]

    def work() -> bytes:
        for head in heads:
            store.put(pdf.address_file(made, head))
        return b""

    return work


FURTHER = 10
"""Communes that `further` addresses."""


def copied(job: Job, folder: Path) -> Work:
    """The least that ten more files cost: the same bytes hashed and written, nothing addressed and nothing asked."""
    content = pdf.address_file(
        pdf.make_template([sheets.draw_sheet(sheet, job.codes) for sheet in job.sheets]), job.head
    )
    (folder / "copies").mkdir(exist_ok=True)

    def work() -> bytes:
        for i in range(FURTHER):
            sha256(content).digest()
            (folder / "copies" / f"{i}.pdf").write_bytes(content)
        return b""

    return work


def naive_site(job: Job, folder: Path) -> Work:
    """The baseline's loop over the procedures of one site, codes included."""
    lines = [naive.Line(c.card.code, c.card.name, c.card.field, c.card.payload) for s in job.sheets for c in s.cells]
    return lambda: naive.site(folder / "naive", job.head.name, lines).read_bytes()


def typst(job: Job, folder: Path) -> Work:
    """Typst from prepared source and SVG files; tagged, on as many cores as it likes."""
    import typst as compiler

    def work() -> bytes:
        made = compiler.compile(
            str(folder / "main.typ"), root=str(folder), font_paths=[str(FONTS)], ignore_system_fonts=True
        )
        if not isinstance(made, bytes):
            raise TypeError("Typst made no single document")
        return made

    return work


def weasyprint(job: Job, folder: Path) -> Work:
    """WeasyPrint from prepared HTML and SVG files; tagged."""
    from weasyprint import HTML

    return lambda: HTML(filename=str(folder / "main.html")).write_pdf(pdf_tags=True)


CONTESTANTS: dict[str, Callable[[Job, Path], Work]] = {
    "ours": ours,
    "ours_on_all_cores": ours_on_all_cores,
    "ours_encoding": ours_encoding,
    "further": further,
    "copied": copied,
    "naive": naive_site,
    "typst": typst,
    "weasyprint": weasyprint,
}


def main() -> None:
    """Print as JSON the seconds that passed, and those that all cores together worked."""
    # As the program does when it starts (kiosk.cli.app).
    gc.set_threshold(20_000, 20, 50)
    name, folder = sys.argv[1], Path(sys.argv[2])
    job = pickle.loads((folder / "job.pickle").read_bytes())  # noqa: S301 - written by this benchmark a moment ago
    work = CONTESTANTS[name](job, folder)
    started, worked = time.perf_counter(), time.process_time()
    made = work()
    seconds, processor = time.perf_counter() - started, time.process_time() - worked
    (folder / f"{name}.pdf").write_bytes(made)
    print(json.dumps({"seconds": seconds, "processor": processor}))


if __name__ == "__main__":
    main()
