"""A report in its folder: whole, signed, proved, gone on with after a stop."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pypdf import PdfReader

from gateway.audit.read import heads
from gateway.audit.rotation import rotate
from gateway.errors import BadRequest, Unusable
from gateway.reports.asking import Asked
from gateway.reports.catalogue import REPORTS
from gateway.reports.columns import columns_of
from gateway.reports.desk import asked_by
from gateway.reports.formats import Format
from gateway.reports.making import UNFINISHED, Progress, Signer, begun
from gateway.reports.report import Report
from tests.audit.fakes import KEY, LOG_ID
from tests.reports.conftest import MADE, PEPA, Made, Office, about

pytestmark = pytest.mark.anyio


class Stop(Exception):
    """The process is killed here."""


async def student(office: Office) -> str:
    """Return Maya's id in the log."""
    enrolled = await office.library.district.people(["s1"])
    return enrolled["s1"].log_id


async def begin(office: Office, folder: Path) -> tuple[Asked, Progress]:
    """Begin a report about Maya, of all that was prompted until now."""
    await office.filled()
    wishes = {"student": "s1"}
    asked = await asked_by(
        PEPA, "disclosures", wishes, reader=office.library.reader, formats=[], proofs=False
    )
    return asked, await office.library.begin(folder, asked, made=MADE)


async def test_a_report_is_signed_and_says_what_every_column_means(office: Office) -> None:
    intent = await office.prompt(about(await student(office)))
    made = await office.made("disclosures", student="s1")
    [row] = made.rows("disclosures")
    assert (row["record"], row["what"], row["party"]) == (intent.id, "disclosed", "Example AI")
    assert made.sheet("disclosures")[0]["record"] == intent.id
    assert made.manifest["asked"]["wishes"]["student"] == "s1"
    told = orjson.loads((made.folder / "columns.json").read_bytes())["disclosures"]["columns"]
    assert [one["name"] for one in told] == list(row)
    assert made.checked()[0] == 0
    assert made.summed() == 0


async def test_a_report_is_checked_across_a_change_of_the_log_s_key(office: Office) -> None:
    await office.prompt(about(await student(office)))
    fresh = Ed25519PrivateKey.generate()
    sizes = {one.stream: one.size for one in await office.library.reader.read(heads)}
    public = fresh.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signer = Signer(
        log_id=LOG_ID,
        key=fresh,
        public=public,
        rotations=(rotate(LOG_ID, 1, sizes, old=KEY, new=fresh),),
    )
    office = replace(office, library=replace(office.library, signer=signer))
    made = await office.made("disclosures", student="s1", proofs=True)
    code, said = made.checked()  # the log's heads are signed by the key before
    assert code == 0, said
    forged = replace(signer, rotations=(rotate(LOG_ID, 1, {}, old=KEY, new=fresh),))
    office = replace(office, library=replace(office.library, signer=forged))
    code, said = (await office.made("disclosures", student="s1", proofs=True)).checked()
    assert (code, "checkpoint_forged" in said) == (1, True)


async def test_proofs_show_that_its_records_stand_in_the_log(office: Office) -> None:
    for _ in range(5):
        await office.prompt(about(await student(office)))
    made = await office.made("disclosures", student="s1", proofs=True)
    code, said = made.checked()
    assert code == 0, said
    assert "5 row(s), 10 proof(s)" in said  # outcomes come along
    proofs = made.folder / "proofs.jsonl"
    for old, new in ((b'"tool":"chat"', b'"tool":"chap"'), (b'"index":', b'"index":1')):
        content = proofs.read_bytes()
        proofs.write_bytes(content.replace(old, new, 1))
        code, said = made.checked()
        assert code == 1
        assert "not_in_log" in said
        proofs.write_bytes(content)
    proofs.write_bytes(b"".join(proofs.read_bytes().splitlines(keepends=True)[2:]))
    assert "not_proved" in made.checked()[1]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda folder: (folder / "tables" / "disclosures.csv").unlink(), "file_missing"),
        (lambda folder: (folder / "columns.json").write_bytes(b"{}"), "file_changed"),
        (lambda folder: (folder / "tables" / "more.jsonl").write_bytes(b""), "file_unknown"),
        (lambda folder: (folder / "manifest.sig").write_bytes(b"x" * 64), "manifest_forged"),
    ],
    ids=["a file gone", "a file changed", "a file more", "signature"],
)
async def test_what_is_changed_afterwards_is_found(office: Office, spoil: Any, code: str) -> None:
    await office.prompt(about(await student(office)))
    made = await office.made("disclosures", student="s1")
    spoil(made.folder)
    status, said = made.checked()
    assert status == 1
    assert code in said


async def test_a_report_killed_at_any_batch_goes_on_and_no_row_is_there_twice(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.audit.search.search.FETCH", 2)
    maya = await student(office)
    for _ in range(7):
        await office.prompt(about(maya))
    whole = await office.made("disclosures", student="s1")
    folder = tmp_path / "again"
    asked, _ = await begin(office, folder)
    stops = 0
    while (folder / UNFINISHED).exists():
        again, progress = begun(folder)
        assert again == asked
        before = progress.rows

        def stop(_done: int, _total: int, before: tuple[int, ...] = before) -> None:
            if begun(folder)[1].rows != before:
                raise Stop

        # What was half written when it was killed is cut off.
        with (folder / "tables" / "disclosures.jsonl").open("ab") as file:
            file.write(b'{"record": "ha')
        try:
            await office.library.make(folder, asked, progress, stop)
        except Stop:
            stops += 1
    assert stops >= 4
    assert Made(folder).rows("disclosures") == whole.rows("disclosures")
    assert Made(folder).checked()[0] == 0


async def test_a_report_whose_rows_are_gone_is_not_gone_on_with(office: Office) -> None:
    await office.prompt(about(await student(office)))
    folder = office.folder / "gone"
    asked, progress = await begin(office, folder)
    with pytest.raises(Unusable) as told:
        await office.library.make(folder, asked, replace(progress, sizes=(99,), rows=(1,)))
    assert told.value.code == "report_damaged"


async def test_what_is_written_after_it_began_is_not_in_it(office: Office) -> None:
    maya = await student(office)
    await office.prompt(about(maya))
    folder = office.folder / "early"
    asked, progress = await begin(office, folder)
    await office.prompt(about(maya))
    await office.filled()
    await office.library.make(folder, asked, progress)
    assert len(Made(folder).rows("disclosures")) == 1


async def test_a_spreadsheet_takes_no_cell_for_a_formula(office: Office) -> None:
    await office.prompt(about(await student(office)), purpose="=cmd|' /C calc'!A0")
    made = await office.made("disclosures", student="s1")
    assert made.sheet("disclosures")[0]["interest"].startswith("'=cmd")
    assert made.rows("disclosures")[0]["interest"].startswith("=cmd")


async def test_parquet_says_the_same_with_the_meaning_of_each_column(office: Office) -> None:
    import pyarrow.parquet as parquet

    await office.prompt(about(await student(office)))
    made = await office.made("disclosures", student="s1", formats=(Format.PARQUET,))
    table = parquet.read_table(made.folder / "tables" / "disclosures.parquet")
    assert table.to_pylist() == made.rows("disclosures")
    field = table.schema.field("record")
    assert field.metadata[b"words"] == b"id of the record in the log"


async def test_a_paper_says_in_words_what_the_tables_say(office: Office) -> None:
    await office.prompt(about(await student(office)))
    made = await office.made("disclosures", student="s1")
    paper = PdfReader(made.folder / "disclosures.pdf")
    text = "\n".join(page.extract_text() for page in paper.pages)
    assert "Maya Ortiz (s1)" in text
    assert "disclosed in identifiable form" in text
    assert str(paper.root_object["/Lang"]) == "en"
    assert paper.metadata is not None
    assert paper.metadata.title == "Record of requests and disclosures"


async def test_a_folder_in_use_is_refused(office: Office) -> None:
    asked = Asked(
        report="access", person="", who="", names=False, formats=(), proofs=False, wishes={}
    )
    office.folder.mkdir()
    (office.folder / "x").write_text("x")
    await office.filled()
    with pytest.raises(BadRequest) as told:
        await office.library.begin(office.folder, asked, made=MADE)
    assert told.value.code == "report_not_empty"
    with pytest.raises(BadRequest) as told:
        begun(office.folder)
    assert told.value.code == "report_not_begun"


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_every_report_documents_its_columns_and_has_somebody_to_have_it(
    report: Report[Any],
) -> None:
    assert report.duties
    for table in report.tables:
        assert columns_of(table.row)
        assert table.name == table.name.lower()


@pytest.mark.parametrize("name", REPORTS)
async def test_every_report_is_made_of_an_empty_log(office: Office, name: str) -> None:
    needed: dict[str, dict[str, Any]] = {
        "disclosures": {"student": "s1"},
        "packet": {"student": "s1"},
    }
    if name == "pilot":
        return  # needs a tool: see its own tests
    made = await office.made(name, **needed.get(name, {}))
    assert made.checked()[0] == 0
    assert {table["name"] for table in made.manifest["tables"]} == {
        table.name for table in REPORTS[name].tables
    }
