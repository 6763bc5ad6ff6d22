"""The benchmark's own arithmetic and material: a wrong ratio or a tame catalogue would make every figure worthless."""

from __future__ import annotations

import json
import math
import os
import re
import statistics
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kiosk.intake.read import read_file
from kiosk.intake.rows import FileKind, RowStatus
from kiosk.model.catalogue import Catalogue
from kiosk.model.site import SiteKind
from posters import qr, spec
from tests.bench import __main__ as bench
from tests.bench import against, figures, job, material, naive, placement, plain, run, tree
from tests.bench.figures import Bound, Comparison, Results, Sample, Section, Spread, at_least, at_most

positive = st.floats(min_value=1e-6, max_value=1e6)


@given(positive, positive)
def test_a_ratio_is_the_baseline_over_ours(baseline: float, ours: float) -> None:
    assert figures.times_faster(baseline, ours) * ours == pytest.approx(baseline)


@pytest.mark.parametrize(("baseline", "ours"), [(0, 1), (1, 0), (1, -1)])
def test_a_time_that_cannot_be_is_no_ratio(baseline: float, ours: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        figures.times_faster(baseline, ours)


def test_targets_hold_at_their_value_and_a_missing_number_meets_none() -> None:
    assert at_least(40).met(40) and not at_least(40).met(39.99)
    assert at_most(0.1).met(0.1) and not at_most(0.1).met(0.11)
    assert not at_least(0).met(math.nan) and not at_most(0).met(math.nan)
    assert figures.Target(Bound.AT_MOST, 5) == at_most(5)


@given(st.integers(1, 9), st.integers(1, 500), positive, st.integers(1, 9), st.integers(1, 500))
def test_scaling_is_proportional_to_procedures_at_sites(
    sites: int, procedures: int, seconds: float, more: int, many: int
) -> None:
    sample = Sample(sites, procedures, seconds)
    assert figures.scaled(sample, sites, procedures) == pytest.approx(seconds)
    assert figures.scaled(sample, sites * more, procedures * many) == pytest.approx(seconds * more * many)


@given(st.lists(positive, min_size=1, max_size=50), st.floats(0.01, 1))
def test_a_percentile_is_the_least_value_that_covers_the_share(values: list[float], share: float) -> None:
    found = figures.percentile(values, share)
    assert found in values
    assert sum(v <= found for v in values) >= share * len(values)
    assert sum(v < found for v in values) < share * len(values)


@given(st.floats(-5, 5), st.floats(-5, 5), st.integers(2, 40))
def test_the_slope_of_a_straight_line_is_its_own(start: float, step: float, count: int) -> None:
    assert figures.slope([start + step * i for i in range(count)]) == pytest.approx(step, abs=1e-9)


@given(st.lists(positive, min_size=1, max_size=20), positive)
def test_the_quartiles_lie_around_the_median_and_scale_with_it(values: list[float], factor: float) -> None:
    spread = Spread(tuple(values))
    first, third = spread.quarters
    assert min(values) <= first <= spread.middle <= third <= max(values)
    scaled = Spread(tuple(value * factor for value in values))
    assert scaled.quarters == pytest.approx((first * factor, third * factor))


def test_a_spread_shows_median_least_and_most() -> None:
    assert str(Spread((2.0, 1.0, 4.5))) == "2 (1 to 4.50)"
    assert str(Spread((0.25,))) == "0.2500"


def test_ratios_are_made_round_by_round() -> None:
    """A round in which the machine was half as fast changes nothing."""
    assert figures.ratios([40, 80], [1, 2]) == [40, 40]
    with pytest.raises(ValueError, match="argument 2"):
        figures.ratios([40], [1, 2])


many = st.lists(positive, min_size=9, max_size=9)


@given(many, many)
def test_no_checkout_is_worse_and_better_at_once(ours: list[float], other: list[float]) -> None:
    comparison = Comparison("cold", "s", Spread(tuple(ours)), Spread(tuple(other)))
    assert not (comparison.worse and comparison.better)
    assert not comparison.worse or comparison.ratio > 1
    assert not comparison.better or comparison.ratio < 1


def test_what_lies_within_the_spread_is_not_worse_and_what_lies_beyond_it_is() -> None:
    steady = Spread((1.0, 1.01, 1.02, 0.99, 0.98, 1.0, 1.01, 0.99, 1.0))
    wild = Spread((1.04, 0.8, 1.3, 0.9, 1.2, 1.05, 0.95, 1.1, 1.0))
    slower = Spread(tuple(1.06 * value for value in steady.values))
    assert not Comparison("cold", "s", steady, steady).worse
    assert not Comparison("cold", "s", wild, steady).worse
    assert not Comparison("cold", "s", Spread((*[1.06] * 7, 0.9, 0.9)), steady).worse
    assert Comparison("cold", "s", Spread((*[1.06] * 8, 0.9)), steady).worse
    assert Comparison("cold", "s", slower, steady).worse
    assert Comparison("cold", "s", steady, slower).better
    assert not Comparison("files", "", Spread((0.0,)), Spread((0.0,))).worse
    assert not Comparison("cold", "s", Spread((2.0,)), Spread((1.0,))).worse, "one round has no spread"


def test_several_rounds_are_judged_by_their_median_and_all_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    results = Results()
    assert Section("city", results).add_all("faster", [39.0, 41.0, 300.0], "x", at_least(40)) == 41
    assert results.missed() == ()
    kept = json.loads(json.dumps(results.as_json({})))["figures"][0]
    assert (kept["value"], kept["values"]) == (41, [39, 41, 300])
    assert "faster: 41 (39 to 300) x  ok" in capsys.readouterr().out


def test_missed_targets_are_named_and_written(capsys: pytest.CaptureFixture[str]) -> None:
    results = Results()
    section = Section("city", results)
    section.add("faster", 39.0, "x", at_least(40))
    section.add("memory", 399.0, "MB", at_most(400))
    section.add("sheets", 336)
    section.skip("typst", "typst is not installed")
    section.fail(["objects/ab was written"])
    assert results.missed() == ("city: faster",)
    kept = json.loads(json.dumps(results.as_json({"cores": 2})))
    assert [f["met"] for f in kept["figures"]] == [False, True, True]
    assert kept["failures"] == ["city: objects/ab was written"]
    assert kept["skipped"][0]["reason"] == "typst is not installed"
    assert "faster: 39 x  MISSED" in capsys.readouterr().out


def test_an_unknown_section_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        bench.main(["reading", "poster"])
    assert stopped.value.code == 2
    assert "no section poster" in capsys.readouterr().err


def test_a_comparison_takes_no_sections_and_needs_a_checkout(
    generated: material.Lists, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        bench.main(["city", "--against", str(tmp_path)])
    assert stopped.value.code == 2
    assert "--against has sections of its own" in capsys.readouterr().err
    (tmp_path / "kiosk").mkdir()
    # This checkout is the first of the two that are made ready, and nothing is measured.
    with pytest.raises(run.BenchError, match="is no checkout"):
        against.compare(tmp_path, material.Material(generated, tmp_path))


def test_both_checkouts_do_the_same_and_take_turns_in_going_first() -> None:
    pairs = against.Pairs()
    for turn in range(2):
        for which in against._order(turn):
            pairs.add(which, "cold", "s", 10 * which + turn)
    (comparison,) = pairs.comparisons()
    assert (comparison.ours.values, comparison.other.values) == ((0, 1), (10, 11))
    assert against._order(0) != against._order(1)


def test_every_section_can_be_run() -> None:
    for name in bench.SECTIONS:
        assert (run.ROOT / "tests" / "bench" / f"{name}.py").is_file()


# Material.


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> material.Lists:
    """The catalogue that stands in for the real lists."""
    return material.generated(tmp_path_factory.mktemp("lists"))


@pytest.fixture(scope="module")
def catalogue(generated: material.Lists) -> Catalogue:
    """The generated lists as the product reads them."""
    return generated.catalogue()


def test_the_generated_catalogue_has_the_size_of_the_real_lists(catalogue: Catalogue) -> None:
    listed = {x.kind: len(x.codes) for x in catalogue.lists}
    assert len(catalogue.procedures) == 2384
    assert listed == {SiteKind.COMMUNE: 484, SiteKind.CITY: 2384}
    assert catalogue.sample
    assert all(p.portal_id for p in catalogue.procedures)


def test_generated_names_are_as_long_as_real_ones_and_reach_1192_characters(catalogue: Catalogue) -> None:
    lengths = sorted(len(p.name) for p in catalogue.procedures)
    assert lengths[-1] == 1192
    assert 75 <= statistics.median(lengths) <= 95
    assert 240 <= figures.percentile(lengths, 0.95) <= 300


def test_the_generated_catalogue_is_the_same_every_time(generated: material.Lists, tmp_path: Path) -> None:
    again = material.generated(tmp_path)
    assert again.commune.read_bytes() == generated.commune.read_bytes()
    assert again.province.read_bytes() == generated.province.read_bytes()


@given(st.integers(1, 1300), st.integers())
def test_a_generated_name_has_the_length_asked_for(characters: int, seed: int) -> None:
    assert len(material.name(Random(seed), characters)) == characters


@given(st.floats(0, 1))
def test_lengths_grow_with_their_share(share: float) -> None:
    assert 13 <= material.length(share) <= 1192
    assert material.length(share) <= material.length(min(share + 0.01, 1))


def test_twenty_names_in_the_middle_are_amended_in_both_files_and_nothing_else(
    generated: material.Lists, catalogue: Catalogue, tmp_path: Path
) -> None:
    after = material.amended(generated, tmp_path / "amended", 20).catalogue()
    before = {p.code: p for p in catalogue.procedures}
    changed = [p for p in after.procedures if before[p.code].name != p.name]
    assert len(changed) == 20
    assert {p.name.removeprefix(before[p.code].name) for p in changed} == {" (sửa đổi, bổ sung)"}
    assert len(after.procedures) == len(before)
    _, rows = material.rows(generated.commune)
    places = sorted(i for i, row in enumerate(rows) if row["code"] in {p.code for p in changed})
    assert places == list(range(232, 252))


def test_an_annex_amends_the_twenty_names_at_the_end_of_the_commune_list(
    generated: material.Lists, tmp_path: Path
) -> None:
    reading = read_file(material.annex(generated, tmp_path / "annex.xlsx", 20))
    assert {(reading.kind, e.status) for e in reading.entries if e.procedure} == {(FileKind.ANNEX, RowStatus.AMENDED)}
    assert not reading.problems
    _, rows = material.rows(generated.commune)
    assert [(p.code, p.name) for p in reading.procedures] == [
        (row["code"], row["name"] + " (theo quyết định)") for row in rows[-20:]
    ]


# The city.


def test_a_file_written_anew_with_the_same_content_counts_as_rewritten(tmp_path: Path) -> None:
    for name in ("kept", "touched", "replaced", "gone", "cache.sqlite"):
        (tmp_path / name).write_text("x")
    (tmp_path / "current").symlink_to("kept")
    before = tree.look(tmp_path)
    os.utime(tmp_path / "touched", ns=(1, 1))
    (tmp_path / "new").write_text("x")
    (tmp_path / "new").rename(tmp_path / "replaced")
    (tmp_path / "gone").unlink()
    (tmp_path / "cache.sqlite").write_text("y")
    (tmp_path / "other").symlink_to("kept")
    (tmp_path / "other").rename(tmp_path / "current")
    assert tree.rewritten(before, tree.look(tmp_path)) == ("current", "gone", "replaced", "touched")
    assert tree.rewritten(tree.look(tmp_path), tree.look(tmp_path)) == ()


def test_what_a_change_had_to_write_is_every_new_content_once(tmp_path: Path) -> None:
    for folder, contents in (
        ("1", {"a": "same", "b": "old"}),
        ("2", {"a": "same", "b": "new", "c": "new", "d": "old"}),
    ):
        (tmp_path / folder).mkdir()
        for name, content in contents.items():
            (tmp_path / folder / name).write_text(content)
    contents = tree.new_contents(tmp_path / "1", tmp_path / "2")
    assert contents == [b"new"]
    assert tree.write_flush_hash(contents, tmp_path / "least") > 0
    assert [path.read_bytes() for path in (tmp_path / "least").iterdir()] == contents


def test_a_command_runs_on_the_code_of_the_checkout_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "kiosk").mkdir()
    (tmp_path / "kiosk" / "__init__.py").write_text("")
    (tmp_path / "kiosk" / "cli.py").write_text("import sys\ndef main():\n    print(*sys.argv[1:])\n")
    assert run.kiosk(tmp_path / "var", "status", root=tmp_path).output == f"--workspace {tmp_path / 'var'} status\n"


def test_a_command_is_observed_with_its_children_and_its_failure_is_told() -> None:
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'x = bytearray(60_000_000)'], check=True)"
    done = run.observed(("-c", child + "; print('done')"))
    assert done.output == "done\n"
    assert 60 < done.peak_mb < 120
    assert 0 < done.cpu < 60 and done.seconds > 0
    with pytest.raises(run.BenchError, match="no such thing"):
        run.observed(("-c", "raise SystemExit('no such thing')"))


def test_the_naive_baseline_draws_every_procedure(tmp_path: Path) -> None:
    url = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/019d2bfd-380b-73df-9a18-5658e09794d3"
    lines = [naive.Line(f"1.{i:06d}", "Đăng ký <khai sinh>", "Hộ tịch", url) for i in range(13)]
    made = naive.site(tmp_path, "Trung tâm phường Hồng Bàng", lines).read_bytes()
    assert len(re.findall(rb"/Type /Page\b", made)) == 2
    assert (tmp_path / "index.html").read_text().count("&lt;khai sinh&gt;") == 13
    with Image.open(tmp_path / "1.000012.png") as picture:
        assert picture.size == ((37 + 8) * 10, (37 + 8) * 10)


def test_the_plain_page_escapes_its_list_and_holds_all_of_it() -> None:
    lines = [naive.Line(f"1.00000{i}", "Đăng ký <khai sinh>", "Hộ tịch", "https://x.gov.vn/?a&b") for i in range(3)]
    text = plain.page("Xã <A>", lines)
    assert text.count("<li>") == text.count("&lt;khai sinh&gt;") == text.count("?a&amp;b") == 3
    assert "<h1>Xã &lt;A&gt;</h1>" in text


# Placement.


def test_a_decision_amends_twelve_repeals_two_and_brings_three(catalogue: Catalogue) -> None:
    posted = catalogue.procedures
    for field in ("", Counter(p.field for p in posted).most_common(1)[0][0]):
        made = placement.decision(posted, field, Random(1))
        assert (len(made.amended), len(made.repealed), len(made.new)) == (12, 2, 3)
        assert len(made.after) == len(posted) + 1
        assert not made.repealed & {p.code for p in made.after}
        touched = made.amended | made.repealed
        assert {p.field for p in posted if p.code in touched} <= ({field} if field else {p.field for p in posted})


# Rivals.


@pytest.fixture(scope="module")
def commune() -> job.Job:
    """One sheet with what source code must escape."""
    card = spec.Card(
        "1.000080", 'Cấp "bản sao" \\ #set <b>&', "https://dichvucong.gov.vn/a", "dichvucong.gov.vn", "Hộ tịch"
    )
    sheet = spec.Sheet("A4", "Hộ tịch", "HT-01", 1, (spec.Cell(0, 1, card),), 1, date(2026, 11, 24))
    return job.Job((sheet,), {card.payload: qr.symbol(card.payload)}, spec.SiteHead("11824", "Phường Hồng Bàng"))


def test_rivals_get_the_same_text_escaped_and_the_same_modules(commune: job.Job, tmp_path: Path) -> None:
    job.prepare(commune, tmp_path)
    assert '"Cấp \\"bản sao\\" \\\\ #set <b>&"' in (tmp_path / "main.typ").read_text()
    assert "Cấp &quot;bản sao&quot; \\ #set &lt;b&gt;&amp;" in (tmp_path / "main.html").read_text()
    drawn = (tmp_path / "codes" / "1.000080.svg").read_text()
    code = qr.encode("https://dichvucong.gov.vn/a")
    dark = sum(int(w) * int(h) for w, h in re.findall(r"h(\d+)v(\d+)h", drawn))
    assert dark == sum(row.bit_count() for row in code.rows)
    assert f'viewBox="-4 -4 {code.size + 8} {code.size + 8}"' in drawn
