"""The report beside Dagster's pages: its folder and nothing else, and only for whoever the gate lets in."""

from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from twosource.cli.gate import Gate
from twosource.cli.reported import Reported

TOKEN = "t" * 20
LET_IN = {"Cookie": f"twosource_3000={TOKEN}"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "report" / "articles").mkdir(parents=True)
    (tmp_path / "report" / "index.html").write_text("the first page")
    (tmp_path / "report" / "articles" / "a.html").write_text("an article")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "report" / "link.html").symlink_to(tmp_path / "secret.txt")
    return tmp_path


@pytest.fixture
def client(home: Path) -> TestClient:
    app = Gate(Reported(PlainTextResponse("Dagster"), home / "report"), 3000, TOKEN)
    return TestClient(app, base_url="http://127.0.0.1:3000", follow_redirects=False)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/report/index.html", "the first page"),
        ("/report/articles/a.html", "an article"),
        ("/", "Dagster"),
        ("/reports", "Dagster"),
        ("/runs/report", "Dagster"),
    ],
)
def test_the_report_answers_below_its_path_and_dagster_elsewhere(client: TestClient, path: str, text: str) -> None:
    assert client.get(path, headers=LET_IN).text == text


def test_its_bare_path_leads_to_the_first_page(client: TestClient) -> None:
    assert client.get("/report", headers=LET_IN).headers["location"] == "/report/index.html"


@pytest.mark.parametrize("path", ["/report/index.html", "/report/articles/a.html", "/report"])
def test_whoever_was_not_let_in_sees_nothing(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 403


@pytest.mark.parametrize(
    "path", ["/report/%2e%2e/secret.txt", "/report/link.html", "/report//etc/passwd", "/report/articles/", "/report/no"]
)
def test_nothing_outside_the_folder_is_handed_out(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=LET_IN)
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_before_there_is_a_report_it_says_what_makes_one(tmp_path: Path) -> None:
    app = Reported(PlainTextResponse("Dagster"), tmp_path / "report")
    answer = TestClient(app).get("/report/index.html")
    assert (answer.status_code, "twosource run" in answer.text) == (404, True)
