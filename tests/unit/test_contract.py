"""The public surface is there, and stays what it is after the first use."""

import subprocess
import sys

import duckdb
import pytest

import twosource
from twosource import analyst_views
from twosource.warehouse import tables

FUNCTIONS = ["clean", "article", "extract", "extract_many", "find_copies", "group_stories", "compare"]
FACT = """
    article_id document_id outlet headline url published_on story_id
    text char_start char_end sentence rule confidence stage_version statement_id
"""
ARTICLE = """
    article_id document_id source source_path url outlet publisher_family headline authors agency located language genre
    published_at published_on published_basis first_seen_at text word_count origin_type origin_of story_id version
"""
COLUMNS = {
    "articles": ARTICLE,
    "article_versions": ARTICLE,
    "regions": "article_id ordinal role kept rule score text char_start char_end",
    "statements": FACT
    + """
        statement_id predicate arguments negated degree modality hedge attributed_to chain relayed_from occurs place
        forum
    """,
    "mentions": FACT + "statement_id entity_id entity label country role",
    "entities": "entity_id name label country aliases n_articles n_outlets",
    "quotes": FACT
    + """
        quote_id statement_id kind entity_id speaker speaker_text speaker_role cue force said_on relayed_from fragments
    """,
    "quantities": FACT
    + """
        quantity_id statement_id kind value value_high unit mod measure about period attributed_to negated modality
    """,
    "times": FACT + "time_id statement_id type value mod begins_on ends_on",
    "events": FACT
    + """
        event_id statement_id type mode context actors recipients actor_countries recipient_countries date_value place
        negated modality attributed_to also_at
    """,
    "claims": FACT
    + """
        claim_id statement_id attributed_to relayed_from negated modality hedge quantity_ids time_ids entity_ids
    """,
    "rules": "rule room meaning example counter_example",
    "stories": "story_id headline first_published last_published n_articles n_outlets n_origins",
    "origins": "article_id origin_type parent_article_id containment reason",
    "comparisons": """
        comparison_id story_id kind subject status n_outlets n_origins n_unnamed severity first_reported_at first_outlet
    """,
    "stances": "comparison_id article_id outlet stance value text char_start char_end",
    "conflicts": """
        comparison_id subject side_a side_b outlets_a outlets_b origins_a origins_b evidence_a evidence_b severity
    """,
    "accuracy": "table_name rule measure value low high n n_needed",
    "version_changes": """
        document_id from_version to_version change before after outlet headline url char_start char_end
    """,
    "arithmetic": "article_id relation operands stated computed holds text",
    "checks": """
        run_id checked_at table_name expectation column_name severity success n_checked n_failed description sample
    """,
    "quarantine": "item_id source source_path stage reason message first_seen_at released_at",
    "corrections": "correction_id kind articles documents evidence value note signed applied_to problem withdrawn_at",
    "coverage": "source started_at finished_at status n_found n_new n_unchanged n_quarantined message",
}
"""The views of the contract with the columns it promises; more may be there."""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_of_the_contract_can_be_called_twice(name: str) -> None:
    article = twosource.article("The minister met the press on Monday.", published="2025-04-17")
    arguments = {
        "clean": (b"<p>Some words.</p>",),
        "article": ("Some words.",),
        "extract": (article,),
        "extract_many": ([article],),
    }.get(name, ([article],))
    for _ in range(2):
        getattr(twosource, name)(*arguments)


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, twosource; print(sorted({m.split('.')[0] for m in sys.modules} & set(sys.argv[1:])))"
    heavy = ["spacy", "dagster", "duckdb", "polars", "great_expectations", "trafilatura", "lxml", "numpy", "yaml"]
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_view_of_the_contract_has_its_columns() -> None:
    con = duckdb.connect()
    tables.create(con)
    tables.create_views(con)
    assert set(analyst_views.views()) == set(COLUMNS)
    for view, wanted in COLUMNS.items():
        have = [row[0] for row in con.execute(f"DESCRIBE main.{view}").fetchall()]
        assert [column for column in wanted.split() if column not in have] == [], view
