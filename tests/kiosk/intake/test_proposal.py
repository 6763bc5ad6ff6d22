"""From a catalogue and readings to the next catalogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from kiosk.catalogue.diff import ChangeKind
from kiosk.errors import IntakeError
from kiosk.intake.proposal import Options, Proposal, propose
from kiosk.intake.read import Mode, Reading
from kiosk.intake.readers.own_table import write_csv
from kiosk.model.catalogue import Catalogue, DecidedPlace, Ending, Level, PostingList, Procedure
from kiosk.model.problem import Severity
from kiosk.model.site import SiteKind
from kiosk.model.statement import Past

TODAY = date(2026, 10, 1)
YESTERDAY = TODAY - timedelta(days=1)
LATER = date(2027, 3, 1)
A, B, C = "1.000001", "1.000002", "1.000003"
UUID = "019d2bfd-382c-774c-bca0-e30c261d7be4"
HEAD = "STT,Mã TTHC,Tên TTHC,Sau cắt giảm\n"
Import = Callable[..., Proposal]


def catalogue(*procedures: Procedure, **given: Any) -> Catalogue:
    return Catalogue(procedures, **given)


def p(code: str = A, name: str = "", **given: Any) -> Procedure:
    return Procedure(code, name or f"Thủ tục số {code}", **given)


def versions(proposal: Proposal, code: str = A) -> list[Procedure]:
    return [x for x in proposal.catalogue.procedures if x.code == code]


def kinds(proposal: Proposal) -> list[tuple[ChangeKind, str]]:
    return [(c.kind, c.code) for c in proposal.changes]


def rows(*codes: str) -> str:
    return "code,name\n" + "".join(f"{code},Thủ tục số {code}\n" for code in codes)


@pytest.fixture
def imported(read: Any) -> Import:
    """Import texts: (catalogue, *texts, commune=…, city=…, options)."""

    def run(current: Catalogue, *texts: Any, **given: Any) -> Proposal:
        def readings(some: Any) -> tuple[Reading, ...]:
            named = enumerate(some, start=1)
            return tuple(x if isinstance(x, Reading) else read(x, f"tep{n}.csv") for n, x in named)

        given = {"today": TODAY, "allow_drop": True} | given
        lists = {name: readings(given.pop(name, ())) for name in ("commune", "city")}
        return propose(current, Options(others=readings(texts), **lists, **given))

    return run


def test_first_import_states_no_day(imported: Import) -> None:
    made = imported(Catalogue(), rows(B, A))
    assert [x.code for x in made.catalogue.procedures] == [A, B]
    assert made.catalogue.data_date is None
    assert kinds(made) == [(ChangeKind.NEW, A), (ChangeKind.NEW, B)]
    assert made.lost == 0


def test_a_change_over_a_catalogue_dates_it(imported: Import) -> None:
    assert imported(catalogue(p(A)), rows(A, B)).catalogue.data_date == TODAY
    assert imported(catalogue(p(A)), rows(A)).catalogue.data_date is None


def test_what_a_snapshot_lacks_leaves_with_a_tombstone(imported: Import) -> None:
    made = imported(catalogue(p(A), p(B)), rows(A), decision="12/QĐ-UBND")
    (gone,) = versions(made, B)
    assert (gone.effective_to, gone.ending, gone.ended_by) == (YESTERDAY, Ending.LEFT, "12/QĐ-UBND")
    assert kinds(made) == [(ChangeKind.ENDED, B)]
    assert (made.lost, made.lost_share) == (1, 0.5)
    assert made.changes[0].decision == "12/QĐ-UBND"


def test_a_change_only_speaks_of_what_it_names(imported: Import, read: Any) -> None:
    made = imported(catalogue(p(A), p(B)), read(rows(A), mode=Mode.CHANGE))
    assert made.changes == ()


def test_too_much_lost_is_refused_with_examples(imported: Import) -> None:
    current = catalogue(*(p(f"1.0000{n:02d}") for n in range(50)))
    with pytest.raises(IntakeError) as refused:
        imported(current, rows(*(f"1.0000{n:02d}" for n in range(48))), allow_drop=False)
    assert "mất 2 trong 50 thủ tục (4,0 %)" in str(refused.value)
    assert "1.000048" in str(refused.value)
    assert "--allow-drop" in str(refused.value)
    assert imported(current, rows(*(f"1.0000{n:02d}" for n in range(49))), allow_drop=False).lost == 1


def test_a_list_of_one_agency_replaces_only_that_agency(imported: Import) -> None:
    current = catalogue(p(A, promulgator="Bộ Tư pháp"), p(B, promulgator="Bộ Tư pháp"), p(C, promulgator="Bộ Công an"))
    made = imported(current, f"code,name,promulgator\n{A},Thủ tục số {A},Bộ Tư pháp\n")
    assert kinds(made) == [(ChangeKind.ENDED, B)]
    assert made.lost_share == 0.5


def test_a_stray_entry_does_not_widen_an_agency(imported: Import) -> None:
    many = [f"1.001{n:03d}" for n in range(40)]
    current = catalogue(*(p(c, promulgator="Bộ Công an") for c in many), p(A, promulgator="Bộ Xây dựng"))
    text = "code,name,promulgator\n" + "".join(f"{c},Thủ tục số {c},Bộ Công an\n" for c in many)
    assert kinds(imported(current, text + f"{B},Lạc,Bộ Xây dựng\n")) == [(ChangeKind.NEW, B)]


def test_a_list_of_one_level_replaces_only_that_level(imported: Import) -> None:
    current = catalogue(
        p(A, levels=(Level.COMMUNE,)), p(B, levels=(Level.COMMUNE,)), p(C, levels=(Level.PROVINCE, Level.COMMUNE))
    )
    made = imported(current, f"code,name,levels\n{A},Thủ tục số {A},xã\n")
    assert kinds(made) == [(ChangeKind.ENDED, B)]


def test_snapshots_of_one_import_act_together(imported: Import) -> None:
    assert imported(catalogue(p(A), p(B)), rows(A), rows(B)).changes == ()


def test_a_list_is_completed_by_another(imported: Import) -> None:
    bare = f"code,name,field\n{A},Cấp thẻ,\n"
    full = f"code,name,field,uuid,decision\n{A},Cấp thẻ,Hộ tịch,{UUID},163/QĐ-BTP\n"
    for texts in ((bare, full), (full, bare)):
        (made,) = versions(imported(Catalogue(), *texts))
        assert (made.field, made.portal_id, made.decision) == ("Hộ tịch", UUID, "163/QĐ-BTP")


def test_an_empty_field_says_nothing_but_the_own_form_does(imported: Import, read: Any) -> None:
    current = catalogue(p(A, fee="1.000 đồng", portal_id=UUID))
    (kept,) = versions(imported(current, f"code,name,fee,uuid\n{A},Thủ tục số {A},,\n"))
    assert (kept.fee, kept.portal_id) == ("1.000 đồng", UUID)
    own = write_csv(catalogue(p(A)))
    (emptied,) = versions(imported(current, read(own)))
    assert (emptied.fee, emptied.portal_id) == ("", "")


def test_a_contradiction_is_told_with_the_rule(imported: Import, read: Any, workbook: Any) -> None:
    export = workbook(
        [("Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"), (A, "Tên cũ", "X", "", "")]
    )
    for order in (1, -1):
        texts = [read(f"code,name,promulgator\n{A},Tên mới,X\n", "bang.csv"), read(export, "cong.xlsx")][::order]
        made = imported(Catalogue(), *texts)
        assert versions(made)[0].name == "Tên mới"
        (told,) = made.problems
        assert (told.severity, told.value, told.column) == (Severity.WARNING, "Tên cũ", "tên")
        assert told.rule.startswith("theo bang.csv, vì thứ tự ưu tiên")


def test_internal_needs_only_one_voice(imported: Import) -> None:
    made = imported(Catalogue(), f"code,name,internal,field\n{A},T,,Hộ tịch\n", f"code,name,internal\n{A},T,x\n")
    assert versions(made)[0].internal


def test_one_portal_id_for_two_codes_is_nobodys(imported: Import) -> None:
    text = f"code,name,uuid\n{A},Một,{UUID}\n{B},Hai,{UUID}\n"
    made = imported(Catalogue(), text)
    assert [x.portal_id for x in made.catalogue.procedures] == ["", ""]
    assert sorted(x.message for x in made.problems) == [
        f"mã {A}: mã định danh Cổng này cũng được ghi cho {B}",
        f"mã {B}: mã định danh Cổng này cũng được ghi cho {A}",
    ]


def test_a_portal_id_may_pass_on_to_a_successor(imported: Import) -> None:
    gone = p(A, portal_id=UUID, effective_to=YESTERDAY, ending=Ending.REPEALED)
    made = imported(catalogue(gone), f"code,name,uuid\n{B},Hai,{UUID}\n")
    assert versions(made, B)[0].portal_id == UUID


def test_what_left_returns(imported: Import) -> None:
    current = catalogue(p(A), p(B, effective_to=date(2026, 8, 31), ending=Ending.LEFT))
    made = imported(current, rows(A, B))
    old, new = versions(made, B)
    assert (old.effective_to, new.effective_from, new.effective_to, new.ending) == (
        date(2026, 8, 31), TODAY, None, Ending.NONE,
    )  # fmt: skip
    assert kinds(made) == [(ChangeKind.RETURNED, B)]


def test_a_wrong_import_is_undone_by_the_right_one(imported: Import) -> None:
    current = catalogue(p(A), p(B))
    wrong = imported(current, rows(A))
    right = imported(wrong.catalogue, rows(A, B)).catalogue.procedures
    assert [replace(x, source=None) for x in right] == list(current.procedures)


def test_a_list_does_not_bring_back_what_a_decision_repealed(imported: Import) -> None:
    current = catalogue(p(A, effective_to=date(2026, 8, 31), ending=Ending.REPEALED, ended_by="9/QĐ-UBND"), p(B))
    made = imported(current, rows(A, B))
    assert made.changes == ()
    assert "còn nêu thủ tục đã bãi bỏ theo 9/QĐ-UBND" in made.problems[0].message


def test_a_list_of_today_leaves_what_begins_later(imported: Import) -> None:
    current = catalogue(p(A), p(B, effective_from=LATER))
    assert imported(current, rows(A)).changes == ()
    assert imported(current, rows(A, B)).changes == ()


def test_a_snapshot_from_a_later_day(imported: Import) -> None:
    made = imported(catalogue(p(A), p(B)), f"code,name\n{A},Tên mới\n", effective=LATER)
    old, new = versions(made)
    assert (old.effective_to, old.ending, new.effective_from) == (LATER - timedelta(days=1), Ending.AMENDED, LATER)
    assert versions(made, B)[0].effective_to == LATER - timedelta(days=1)
    assert imported(made.catalogue, f"code,name\n{A},Tên mới\n", effective=LATER).changes == ()


def test_tombstones_are_pruned_after_400_days(imported: Import) -> None:
    old = p(B, effective_to=TODAY - timedelta(days=401), ending=Ending.LEFT)
    kept = p(C, effective_to=TODAY - timedelta(days=400), ending=Ending.LEFT)
    made = imported(catalogue(p(A), old, kept), rows(A, "1.000004"))
    assert [x.code for x in made.catalogue.procedures] == [A, C, "1.000004"]
    assert kinds(made) == [(ChangeKind.NEW, "1.000004")]


class TestDecisions:
    def test_amended_later(self, imported: Import) -> None:
        current = catalogue(p(A, portal_id=UUID, levels=(Level.COMMUNE,), fee="Miễn"))
        text = "Kèm theo Quyết định số 3501/QĐ-UBND có hiệu lực từ ngày 01/3/2027,,,\nSỬA ĐỔI,,,\n" + HEAD
        made = imported(current, text + f"1,{A},Thủ tục số {A},2 ngày\n")
        old, new = versions(made)
        assert (old.effective_to, old.ending, old.ended_by) == (date(2027, 2, 28), Ending.AMENDED, "3501/QĐ-UBND")
        assert (new.effective_from, new.time_city, new.decision) == (LATER, "2 ngày", "3501/QĐ-UBND")
        assert (new.portal_id, new.levels, new.fee) == (UUID, (Level.COMMUNE,), "Miễn")
        (change,) = made.changes
        assert (change.kind, change.effective) == (ChangeKind.CHANGED, LATER)
        assert {f.field for f in change.fields} == {"time_city", "decision"}

    def test_a_named_day_and_decision_win(self, imported: Import) -> None:
        made = imported(catalogue(p(A)), HEAD + f"1,{A},Thủ tục số {A},2 ngày\n", decision="7/QĐ-UBND", effective=LATER)
        assert [(x.effective_from, x.decision) for x in versions(made)] == [(None, ""), (LATER, "7/QĐ-UBND")]

    def test_repealed(self, imported: Import) -> None:
        text = f"BÃI BỎ,,,\n{HEAD}1,{A},Thủ tục số {A},\n"
        made = imported(catalogue(p(A)), text, decision="7/QĐ-UBND", effective=LATER)
        (gone,) = versions(made)
        assert (gone.effective_to, gone.ending, gone.ended_by) == (date(2027, 2, 28), Ending.REPEALED, "7/QĐ-UBND")
        assert made.lost == 0
        assert made.changes[0].reason == "bị bãi bỏ theo 7/QĐ-UBND"

    def test_replaced(self, imported: Import) -> None:
        head = "STT,Mã TTHC,Tên TTHC,Mã TTHC được thay thế\n"
        made = imported(catalogue(p(A)), f"THAY THẾ,,,\n{head}1,{B},Thủ tục mới,{A}\n", effective=LATER)
        (old,) = versions(made)
        assert (old.ending, old.replaced_by, old.effective_to) == (Ending.REPLACED, (B,), date(2027, 2, 28))
        assert versions(made, B)[0].effective_from == LATER

    def test_temporary_simplification_ends_and_the_old_rule_comes_back(self, imported: Import) -> None:
        text = f"Thực hiện từ ngày 01/11/2026 đến hết ngày 28/02/2027,,,\n{HEAD}1,{A},Thủ tục số {A},1 ngày\n"
        made = imported(catalogue(p(A, time_city="5 ngày")), text)
        assert [(x.effective_from, x.effective_to, x.time_city) for x in versions(made)] == [
            (None, date(2026, 10, 31), "5 ngày"),
            (date(2026, 11, 1), date(2027, 2, 28), "1 ngày"),
            (LATER, None, "5 ngày"),
        ]

    def test_repealing_the_unknown_is_told(self, imported: Import) -> None:
        made = imported(catalogue(p(A)), f"BÃI BỎ,,,\n{HEAD}1,{B},Lạ,\n", effective=LATER)
        assert made.changes == ()
        (unknown,) = made.problems
        assert "bãi bỏ không có trong danh mục" in unknown.message

    def test_a_code_with_another_procedures_name_is_told(self, imported: Import) -> None:
        made = imported(
            catalogue(p(A, "Đăng ký khai sinh")), HEAD + f"1,{A},Cấp giấy phép xây dựng,1 ngày\n", effective=LATER
        )
        assert "có tên khác hẳn" in made.problems[-1].message

    def test_amended_and_repealed_from_one_day_is_repealed(self, imported: Import) -> None:
        amended = f"(Kèm theo Quyết định số 3/QĐ-UBND ngày 01/09/2026),,,\n{HEAD}1,{A},Thủ tục số {A},1 ngày\n"
        repealed = amended.replace("(Kèm", "BÃI BỎ (Kèm").replace("3/QĐ", "4/QĐ").replace("01/09", "02/09")
        for texts in ((amended, repealed), (repealed, amended)):
            made = imported(catalogue(p(A)), *texts, effective=LATER)
            (gone,) = versions(made)
            assert (gone.ending, gone.ended_by, gone.effective_to) == (
                Ending.REPEALED,
                "4/QĐ-UBND",
                date(2027, 2, 28),
            )

    def test_two_decisions_about_one_code_and_day_are_told(self, imported: Import) -> None:
        first = f"(Kèm theo Quyết định số 3/QĐ-UBND ngày 02/09/2026),,,\n{HEAD}1,{A},Thủ tục số {A},1 ngày\n"
        second = first.replace("3/QĐ", "4/QĐ").replace("02/09", "01/09").replace("1 ngày", "2 ngày")
        for texts in ((first, second), (second, first)):
            made = imported(catalogue(p(A)), *texts, effective=LATER)
            assert (versions(made)[-1].time_city, versions(made)[-1].decision) == ("1 ngày", "3/QĐ-UBND")
            (told,) = made.problems
            assert told.message.endswith("cũng nêu mã này với cùng ngày có hiệu lực")
            assert told.rule.startswith("theo quyết định ký sau")

    def test_it_applies_over_a_snapshot_of_the_same_import(self, imported: Import) -> None:
        annex = f"BÃI BỎ,,,\n{HEAD}1,{A},Thủ tục số {A},\n"
        for texts in ((rows(A, B), annex), (annex, rows(A, B))):
            made = imported(catalogue(p(A), p(B)), *texts, effective=LATER)
            assert [(x.code, x.ending) for x in made.catalogue.procedures] == [(A, Ending.REPEALED), (B, Ending.NONE)]

    def test_an_annex_may_be_the_list_of_a_kind_of_site(self, imported: Import) -> None:
        text = HEAD + f"1,{A},Thủ tục số {A},1 ngày\nBÃI BỎ,,,\n1,{B},Thủ tục số {B},\n"
        made = imported(catalogue(p(A), p(B)), commune=[text], effective=LATER)
        assert made.catalogue.lists[0].codes == (A,)
        assert versions(made, B)[0].ending is Ending.REPEALED

    def test_an_annex_may_be_named_a_snapshot(self, imported: Import, read: Any) -> None:
        made = imported(catalogue(p(A), p(B)), read(HEAD + f"1,{A},Thủ tục số {A},\n", mode=Mode.SNAPSHOT))
        assert kinds(made) == [(ChangeKind.ENDED, B)]


class TestDecisionsAboutDecisions:
    ANNEX = f"(Kèm theo Quyết định số 3/QĐ-UBND ngày 02/09/2026),,,\nSỬA ĐỔI,,,\n{HEAD}1,{A},Thủ tục số {A},1 ngày\n"

    def test_what_a_decision_said_is_undone_by_another(self, imported: Import, read: Any, document: Any) -> None:
        ground = catalogue(p(A, time_city="5 ngày"))
        first = imported(ground, self.ANNEX, effective=LATER)
        text = ("Số: 4/QĐ-UBND ngày 05/09/2026", "Hủy bỏ Quyết định số 3/QĐ-UBND", "Có hiệu lực từ ngày 01/03/2027")
        reading = read(document(*text), "huy.docx")
        options = Options(others=(reading,), today=TODAY)
        made = propose(first.catalogue, options, Past(ground, first.statements))
        assert [x.time_city for x in versions(made)] == ["5 ngày"]
        assert kinds(made) == [(ChangeKind.CHANGED, A)]

    def test_an_unknown_decision_and_a_part_of_one_are_told_and_asked(
        self, imported: Import, document: Any, read: Any
    ) -> None:
        whole = read(document("Số: 4/QĐ-UBND ngày 05/09/2026", "Thu hồi Quyết định số 3/QĐ-UBND"), "huy.docx")
        made = imported(catalogue(p(A)), whole)
        assert any("chưa nhập tệp nào của quyết định bị hủy bỏ" in x.message for x in made.problems)
        part = read(document("Số: 4/QĐ-UBND ngày 05/09/2026", "Bãi bỏ một phần Quyết định số 3/QĐ-UBND"), "phan.docx")
        assert len(imported(catalogue(p(A)), part).waiting) == 1


class TestLists:
    def test_files_become_lists(self, imported: Import) -> None:
        made = imported(Catalogue(), commune=[rows(A)], city=[rows(A, B)])
        assert made.catalogue.lists == (
            PostingList(SiteKind.COMMUNE, (A,), "tep1.csv", TODAY),
            PostingList(SiteKind.CITY, (A, B), "tep1.csv", TODAY),
        )

    def test_of_two_lists_the_one_with_the_later_day_holds_whichever_came_first(self, imported: Import) -> None:
        late = imported(Catalogue(), commune=[rows(A, B)], dated=TODAY).catalogue
        made = imported(late, commune=[rows(A)], dated=TODAY - timedelta(30))
        assert made.catalogue.lists[0].codes == (A, B)
        assert any("trước danh sách đang dùng" in x.message for x in made.problems)

    def test_a_decision_signed_after_the_list_says_where_its_codes_are_received(self, imported: Import) -> None:
        listed = imported(Catalogue(), commune=[rows(A)], city=[rows(A, B)], dated=date(2026, 8, 1)).catalogue
        head = "STT,Mã TTHC,Tên TTHC,TTPVHCC TP,TTPVHCC xã\n"
        text = (
            "SỬA ĐỔI (Kèm theo Quyết định số 3/QĐ-UBND ngày 02/09/2026),,,,\nCó hiệu lực từ ngày 01/03/2027,,,,\n"
            + head
        )
        made = imported(listed, text + f"1,{B},Thủ tục số {B},,x\n")
        assert [x.decided for x in made.catalogue.lists] == [(DecidedPlace(B, LATER, "3/QĐ-UBND"),)] * 2
        assert made.catalogue.on(LATER)[B].received_at == (SiteKind.COMMUNE,)

    def test_codes_without_names_need_a_known_procedure(self, imported: Import) -> None:
        made = imported(catalogue(p(A)), commune=[f"{A}\n{B}\n"])
        assert made.catalogue.lists[0].codes == (A,)
        assert [(x.value, x.severity) for x in made.problems] == [(B, Severity.ERROR)]
        (tally,) = made.tallies
        assert (tally.rows, tally.procedures, tally.problems) == (2, 1, 1)
        assert kinds(made) == [(ChangeKind.LISTED, A)]

    def test_a_code_leaves_with_its_last_list(self, imported: Import) -> None:
        both = imported(Catalogue(), commune=[rows(A, B, C)], city=[rows(C)]).catalogue
        made = imported(both, commune=[rows(A)])
        assert kinds(made) == [(ChangeKind.ENDED, B), (ChangeKind.UNLISTED, C)]

    def test_nothing_leaves_while_a_kind_of_site_has_no_list(self, imported: Import) -> None:
        one = imported(Catalogue(), commune=[rows(A, B)]).catalogue
        made = imported(one, commune=[rows(A)])
        assert kinds(made) == [(ChangeKind.UNLISTED, B)]

    def test_both_lists_anew_are_the_whole(self, imported: Import) -> None:
        made = imported(catalogue(p(A), p(B), p(C)), commune=[rows(A)], city=[rows(B)])
        assert (ChangeKind.ENDED, C) in kinds(made)

    def test_a_shrunken_list_is_refused(self, imported: Import) -> None:
        one = imported(Catalogue(), commune=[rows(A, B)]).catalogue
        with pytest.raises(IntakeError, match="danh sách cấp xã mất 1 trong 2"):
            imported(one, commune=[rows(A)], allow_drop=False)

    def test_another_file_does_not_hide_a_shrunken_list(self, imported: Import) -> None:
        one = imported(Catalogue(), commune=[rows(A, B)]).catalogue
        with pytest.raises(IntakeError, match="danh sách cấp xã mất 1 trong 2"):
            imported(one, rows(A, B), commune=[rows(A)], allow_drop=False)

    def test_bare_codes_must_say_whose_they_are(self, imported: Import, read: Any) -> None:
        with pytest.raises(IntakeError, match="loại điểm nào"):
            imported(catalogue(p(A)), f"{A}\n")
        made = imported(catalogue(p(A), p(B)), read(f"{A}\n", mode=Mode.SNAPSHOT))
        assert kinds(made) == [(ChangeKind.ENDED, B)]


class TestSample:
    SAMPLE = "# BẢN MẪU\n"

    def test_real_data_start_from_empty(self, imported: Import) -> None:
        sample = imported(Catalogue(), self.SAMPLE + rows(A, B)).catalogue
        assert sample.sample
        made = imported(sample, rows(A), allow_drop=False)
        assert (made.catalogue.sample, [x.code for x in made.catalogue.procedures]) == (False, [A])
        assert made.lost == 0

    def test_even_the_same_rows_are_then_real(self, imported: Import) -> None:
        sample = imported(Catalogue(), self.SAMPLE + rows(A)).catalogue
        assert not imported(sample, rows(A)).catalogue.sample

    def test_a_change_leaves_a_sample_a_sample(self, imported: Import) -> None:
        sample = imported(Catalogue(), self.SAMPLE + rows(A)).catalogue
        made = imported(sample, HEAD + f"1,{A},Thủ tục số {A},1 ngày\n", effective=TODAY)
        assert made.catalogue.sample
        assert kinds(made) == [(ChangeKind.CHANGED, A)]

    def test_never_mixed(self, imported: Import) -> None:
        for current, texts in (
            (Catalogue(), (self.SAMPLE + rows(A), rows(B))),
            (catalogue(p(B)), (self.SAMPLE + rows(A),)),
        ):
            with pytest.raises(IntakeError, match="bản mẫu không nhập chung"):
                imported(current, *texts)


class TestRepairs:
    NAME = "Cấp bản sao Trích lục hộ tịch"

    def test_lost_zeros_with_the_name_of_a_known_entry(self, imported: Import) -> None:
        current = catalogue(p("2.001610", self.NAME))
        waiting = imported(current, f"code,name\n2.00161,{self.NAME}\n")
        assert waiting.changes == ()
        assert [(x.proposal, x.severity) for x in waiting.repairs] == [("2.001610", Severity.REPAIR)]
        assert waiting.problems == waiting.repairs
        assert waiting.tallies[0].problems == 1
        taken = imported(current, f"code,name,fee\n2.00161,{self.NAME},Miễn\n", accept_repairs=True)
        assert [(x.code, x.fee) for x in taken.catalogue.procedures] == [("2.001610", "Miễn")]
        assert (taken.tallies[0].procedures, taken.tallies[0].problems) == (1, 0)
        assert taken.problems == ()
        assert len(taken.repairs) == 1

    def test_lost_zeros_with_another_name_are_refused(self, imported: Import) -> None:
        made = imported(catalogue(p("2.001610", self.NAME)), "code,name\n2.00161,Đăng ký xe máy\n", accept_repairs=True)
        assert made.changes == ()
        (problem,) = made.problems
        assert problem.severity is Severity.ERROR
        assert "tên khác với tên của 2.001610" in problem.message

    def test_another_file_of_the_import_may_know(self, imported: Import) -> None:
        made = imported(
            Catalogue(), f"code,name\n2.00161,{self.NAME}\n", f"code,name\n2.001610,{self.NAME}\n", accept_repairs=True
        )
        assert [x.code for x in made.catalogue.procedures] == ["2.001610"]
        assert not made.problems

    def test_a_code_with_a_comma_is_not_said_to_lack_zeros(self, imported: Import) -> None:
        made = imported(catalogue(p(A)), f'code,name\n"2,001610",{self.NAME}\n')
        (problem,) = made.problems
        assert problem.message == "mã ghi dấu phẩy, không có thủ tục 2.001610 nào đã biết để đối chiếu"

    def test_a_repaired_row_may_not_overlap_another_of_its_code(self, imported: Import) -> None:
        rows = f"2.001610,{self.NAME},2026-01-01,2026-12-31\n2.00161,{self.NAME},2026-06-01,2027-06-01\n"
        head = "code,name,effective_from,effective_to\n"
        made = imported(catalogue(p("2.001610", self.NAME)), head + rows, accept_repairs=True)
        assert any("chồng nhau" in x.message and x.source.row == 3 for x in made.problems if x.source)

    def test_a_list_without_names_cannot_be_repaired(self, imported: Import) -> None:
        made = imported(catalogue(p("2.001610", self.NAME), p(A)), commune=[f"{A}\n2.00161\n"], accept_repairs=True)
        assert "không có tên để đối chiếu" in made.problems[0].message
        assert made.catalogue.lists[0].codes == (A,)

    def test_a_row_without_code_by_its_exact_name(self, imported: Import) -> None:
        text = f"code,name\n,{self.NAME}\n{A},Thủ tục số {A}\n"
        current = catalogue(p("2.001610", self.NAME), p(A))
        assert [x.proposal for x in imported(current, text).repairs] == ["2.001610"]
        twins = catalogue(p("2.001610", self.NAME), p("2.001611", self.NAME), p(A))
        assert imported(twins, text).repairs == ()

    def test_a_malformed_code_that_the_portal_knows(self, imported: Import) -> None:
        current = catalogue(p("1.0133611", "Cấp phép", portal_id=UUID))
        made = imported(current, "code,name\n1.0133611,Cấp phép\n")
        assert (made.changes, [x.severity for x in made.problems]) == ((), [Severity.WARNING])
        assert imported(Catalogue(), "code,name\n1.0133611,Cấp phép\n").problems[0].severity is Severity.ERROR

    def test_a_doubt_is_no_departure(self, imported: Import) -> None:
        assert imported(catalogue(p("2.001610", self.NAME)), f"code,name\n2.00161,{self.NAME}\n").lost == 0


def test_a_code_that_nobody_names_is_refused(imported: Import) -> None:
    made = imported(Catalogue(), f"code,name\n{A},\n{B},Hai\n")
    assert [x.code for x in made.catalogue.procedures] == [B]
    assert [(x.column, x.severity) for x in made.problems] == [("tên", Severity.ERROR)]
    assert (made.tallies[0].procedures, made.tallies[0].problems) == (1, 1)


def test_level_is_guessed_only_where_no_file_states_it(imported: Import) -> None:
    agency = "Ủy ban nhân dân cấp xã"
    made = imported(Catalogue(), f"code,name,executing,level\n{A},Một,{agency},\n{B},Hai,{agency},tỉnh\n")
    assert [x.levels for x in made.catalogue.procedures] == [(Level.COMMUNE,), (Level.PROVINCE,)]


def test_names_may_change_under_one_code(imported: Import) -> None:
    made = imported(catalogue(p(A, "Tên cũ")), f"code,name\n{A},Tên mới\n")
    (change,) = made.changes
    assert [str(f) for f in change.fields] == ["tên: «Tên cũ» → «Tên mới»"]
