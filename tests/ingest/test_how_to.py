import re
from pathlib import Path

from revdash.ingest import Company, Mapping, read_bytes, stage
from revdash.ingest.dates import DATE_FORMATS
from revdash.ingest.fields import Unknown
from revdash.ingest.parsing import Kind

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "import-a-file.md"


def test_the_mapping_on_the_page_works() -> None:
    found = re.search(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    header = "Record ID,First Name,Last Name,Email,Original Source,Became an MQL,Grade"
    (source,) = read_bytes(
        "leads.csv", f"{header}\n42,Ann,Lee,a@example.com,web,31/03/2026,Cold\n".encode()
    )

    (_, people), (_, events) = stage(source, Mapping.from_toml(found[1]), Company()).frames

    assert people["full_name"].to_pylist() == ["Ann Lee"]
    assert events["event_key"].to_pylist() == ["crm:lead:42:mql"]
    assert events["tier"].to_pylist() == ["C"]


def test_the_table_for_each_column_on_the_page_works() -> None:
    found = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    header = 'Record ID,"Date entered ""Demo""",date entered “Offer”'
    (source,) = read_bytes("deals.csv", f"{header}\n42,2026-03-01,2026-03-02\n".encode())

    mapping = Mapping.from_toml(f'source = "crm"\nobject = "deal"\n{found[1]}')
    ((_, events),) = stage(source, mapping, Company()).frames

    assert events["event_key"].to_pylist() == ["crm:deal:42:Demo", "crm:deal:42:Offer"]


def test_the_page_names_every_kind_date_format_and_word() -> None:
    text = PAGE.read_text("utf-8")

    assert all(f"`{name}`" in text for name in (*Kind, *DATE_FORMATS, *Unknown))
