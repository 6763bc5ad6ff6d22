"""Imports: a proposal holds for the catalogue on which it was made, and for no other."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kiosk.errors import IntakeError, StoreError
from kiosk.intake.read import Mode, ReadOptions
from kiosk.office import catalogues, imports, undoing
from kiosk.office.catalogues import Adoption
from kiosk.office.imports import BoundProposal, ImportRequest
from kiosk.release.lineage import CATALOGUE_GIVEN_UP
from kiosk.settings import config as settings
from kiosk.settings.config import Config
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office

DAY = date(2026, 11, 24)
CHANGE = ReadOptions(mode=Mode.CHANGE)


def change(folder: Path, name: str, *codes: str) -> ImportRequest:
    """A request to add some procedures."""
    lines = [f"{code},Thủ tục thêm {code},xã,Hộ tịch" for code in codes]
    path = folder / name
    path.write_text("\n".join(["code,name,level,field", *lines]) + "\n", encoding="utf-8")
    return ImportRequest(files=(path,), read=CHANGE)


def proposal(store: Store, config: Config, request: ImportRequest) -> BoundProposal:
    return imports.propose_import(store, config, request, DAY)


def codes_in_force(store: Store, config: Config) -> set[str]:
    return {p.code for p in catalogues.load_in_force(store, config).catalogue.procedures}


def test_the_second_of_two_imports_is_refused_with_both_catalogues(bare: Office, store: Store, config: Config) -> None:
    first = proposal(store, config, change(bare.folder, "a.csv", "1.900001"))
    second = proposal(store, config, change(bare.folder, "b.csv", "1.900002"))
    assert imports.apply_import(store, config, first, "a") == Adoption(1)
    with pytest.raises(StoreError) as refusal:
        imports.apply_import(store, config, second, "b")
    assert "danh mục ghi trong config.yaml" in str(refusal.value)
    assert "lần nhập 1" in str(refusal.value)
    assert "nhập lại các tệp này" in str(refusal.value)
    assert codes_in_force(store, config) >= {"1.900001"}
    again = proposal(store, config, change(bare.folder, "b.csv", "1.900002"))
    assert imports.apply_import(store, config, again, "b") == Adoption(2)
    assert codes_in_force(store, config) >= {"1.900001", "1.900002"}


def test_a_proposal_outlives_no_undoing(bare: Office, store: Store, config: Config) -> None:
    imports.apply_import(store, config, proposal(store, config, change(bare.folder, "a.csv", "1.900001")), "a")
    late = proposal(store, config, change(bare.folder, "b.csv", "1.900002"))
    undoing.undo_import(store, config, 1, DAY)
    with pytest.raises(StoreError, match=r"lần nhập 1 .*lần nhập 2 "):
        imports.apply_import(store, config, late, "b")


def test_configured_files_that_change_in_between_are_noticed(bare: Office, store: Store, config: Config) -> None:
    waiting = proposal(store, config, change(bare.folder, "a.csv", "1.900001"))
    path = config.path(config.catalogue[0])
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    with pytest.raises(StoreError, match="danh mục đã đổi"):
        imports.apply_import(store, config, waiting, "a")


def test_a_number_given_twice_is_not_the_same_catalogue(bare: Office, store: Store, config: Config) -> None:
    imports.apply_import(store, config, proposal(store, config, change(bare.folder, "a.csv", "1.900001")), "a")
    waiting = proposal(store, config, change(bare.folder, "b.csv", "1.900002"))
    (store.root / "catalogue/0001.json").unlink()
    with pytest.raises(StoreError, match="mất danh mục đang áp dụng"):
        proposal(store, config, change(bare.folder, "c.csv", "1.900003"))
    store.record_event({"at": "", CATALOGUE_GIVEN_UP: 1})
    imports.apply_import(store, config, proposal(store, config, change(bare.folder, "c.csv", "1.900003")), "c")
    assert store.catalogue_numbers() == (1,)
    with pytest.raises(StoreError, match="danh mục đã đổi"):
        imports.apply_import(store, config, waiting, "b")


def test_the_same_import_twice_is_in_force_already(bare: Office, store: Store, config: Config) -> None:
    request = change(bare.folder, "a.csv", "1.900001")
    first, again = proposal(store, config, request), proposal(store, config, request)
    assert imports.apply_import(store, config, first, "a") == Adoption(1)
    assert imports.apply_import(store, config, again, "a") is None


def test_of_imports_at_the_same_moment_none_is_lost_without_a_word(bare: Office, store: Store, config: Config) -> None:
    waiting = [proposal(store, config, change(bare.folder, f"{n}.csv", f"1.90000{n}")) for n in range(6)]
    refused: set[int] = set()
    start = threading.Barrier(len(waiting))

    def apply(n: int) -> None:
        start.wait()
        try:
            imports.apply_import(Store(store.root), config, waiting[n], str(n))
        except StoreError:
            refused.add(n)

    threads = [threading.Thread(target=apply, args=(n,)) for n in range(len(waiting))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = {n for n in range(6) if f"1.90000{n}" in codes_in_force(store, config)}
    assert len(taken) == 1
    assert taken | refused == set(range(6))
    assert not taken & refused


@hypothesis_settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(("compare", "apply")), st.integers(0, 3)), max_size=12))
def test_in_any_order_an_edit_is_in_force_or_was_refused(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("office")
    (folder / "data").mkdir()
    (folder / "nen.csv").write_text("code,name,level,field\n1.000001,Thủ tục nền,xã,Hộ tịch\n", encoding="utf-8")
    config = settings.load(Path(__file__).parents[3] / "config.yaml").model_copy(
        update={"catalogue": (folder / "nen.csv",)}
    )
    store = Store(folder / "var")
    waiting: dict[int, BoundProposal] = {}
    applied: set[int] = set()
    for step, n in steps:
        if step == "compare":
            waiting[n] = proposal(store, config, change(folder, f"{n}.csv", f"1.90000{n}"))
        elif n in waiting:
            try:
                imports.apply_import(store, config, waiting[n], str(n))
                applied.add(n)
            except StoreError:
                assert waiting[n].base != catalogues.load_in_force(store, config).id
    assert {f"1.90000{n}" for n in applied} == codes_in_force(store, config) - {"1.000001"}


def test_a_first_import_is_compared_with_nothing(bare: Office, store: Store, config: Config) -> None:
    assert catalogues.load_in_force(store, config).catalogue.sample
    path = bare.folder / "xa.csv"
    path.write_text("code,name,level,field\n1.900001,Thủ tục đầu tiên,xã,Hộ tịch\n", encoding="utf-8")
    bound = proposal(store, config, ImportRequest(commune=(path,)))
    assert bound.proposal.first
    assert [(c.kind.value, c.code) for c in bound.proposal.changes] == [("mới", "1.900001")]
    imports.apply_import(store, config, bound, "xa")
    path.write_text("code,name,level,field\n1.900001,Thủ tục đổi tên,xã,Hộ tịch\n", encoding="utf-8")
    again = proposal(store, config, ImportRequest(commune=(path,)))
    assert not again.proposal.first
    assert [c.kind.value for c in again.proposal.changes] == ["thay đổi"]


def test_a_decision_over_the_sample_is_compared_with_it(bare: Office, store: Store, config: Config) -> None:
    bound = proposal(store, config, change(bare.folder, "a.csv", "1.900001"))
    assert not bound.proposal.first
    assert [c.code for c in bound.proposal.changes] == ["1.900001"]


def test_an_import_without_files_is_refused(store: Store, config: Config) -> None:
    with pytest.raises(IntakeError, match="chưa chỉ tệp nào"):
        proposal(store, config, ImportRequest())


def test_a_file_that_is_no_catalogue_does_not_keep_others_from_being_read(bare: Office) -> None:
    good = change(bare.folder, "a.csv", "1.900001").files[0]
    bad = bare.folder / "anh.csv"
    bad.write_text("%PDF-1.7\n", encoding="utf-8")
    readings, refusals = imports.read_each(ImportRequest(files=(bad, good), read=CHANGE))
    assert [r.file for r in readings] == ["a.csv"]
    assert [path for path, _ in refusals] == [bad]


def test_the_reason_names_decision_and_files() -> None:
    request = ImportRequest(commune=(Path("x/xa.xlsx"),), files=(Path("qd.xlsx"),), decision="12/QĐ-UBND")
    assert request.reason == "12/QĐ-UBND: xa.xlsx, qd.xlsx"
