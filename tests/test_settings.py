"""Settings: where they come from, which one holds, and that a typo is an error that names what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from wgsm_archive.app import create_archive, main, secret_key
from wgsm_archive.settings import Settings, SettingsError, load_settings


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    folder.mkdir()
    return folder


def write(instance: Path, text: str) -> None:
    (instance / "settings.toml").write_text(text, encoding="utf-8")


def load(instance: Path, **environment: str) -> Settings:
    return load_settings({"WGSM_INSTANCE": str(instance), **environment})


def test_without_a_file_the_archive_serves_this_machine_only(instance: Path):
    settings = load(instance)
    assert settings.is_loopback
    assert settings.port == 8000
    assert settings.database == f"sqlite:///{instance}/archive.sqlite3"
    assert settings.index_folder == instance / "index"


def test_the_file_is_read(instance: Path):
    write(instance, 'port = 9000\nlanguages = ["es", "ar"]\nsample = false\nsubmissions = "invited"\n')
    settings = load(instance)
    assert (settings.port, settings.languages, settings.sample) == (9000, ("es", "ar"), False)
    assert settings.submissions == "invited"


def test_the_environment_goes_before_the_file(instance: Path):
    write(instance, 'port = 9000\nbase_url = "https://file.example"\n')
    settings = load(instance, WGSM_PORT="9001", WGSM_LANGUAGES="pt, ar", WGSM_SAMPLE="0")
    assert (settings.port, settings.languages, settings.sample) == (9001, ("pt", "ar"), False)
    assert settings.base_url == "https://file.example"


def test_plain_host_and_port_are_understood_and_give_way_to_ours(instance: Path):
    settings = load(instance, HOST="0.0.0.0", PORT="9002", WGSM_PORT="9003")  # noqa: S104 - nothing is bound
    assert (settings.host, settings.port) == ("0.0.0.0", 9003)  # noqa: S104 - nothing is bound
    assert not settings.is_loopback


def test_an_unknown_key_in_the_file_is_named(instance: Path):
    write(instance, 'data_base_url = "sqlite://"\n')
    with pytest.raises(SettingsError, match=r"settings\.toml.*'data_base_url'"):
        load(instance)


def test_an_unknown_variable_is_named(instance: Path):
    with pytest.raises(SettingsError, match=r"environment.*'databse_url'"):
        load(instance, WGSM_DATABSE_URL="sqlite://")


def test_variables_of_other_programs_are_left_alone(instance: Path):
    assert load(instance, LANGUAGES="xx", DATABASE_URL="nonsense").languages == load(instance).languages


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('port = "many"', "port"),
        ("port = 80.5", "port"),
        ("port = true", "port"),
        ("trusted_proxies = [1]", "trusted_proxies"),
        ("languages = 5", "languages"),
        ("languages = [1, 2]", "languages"),
        ("languages = []", "languages"),
        ('sample = "perhaps"', "sample"),
        ("base_url = 1", "base_url"),
        ("instance = 1", "instance"),
        ('search = "elsewhere"', "search"),
        ('submissions = "sometimes"', "submissions"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(instance: Path, line: str, name: str):
    write(instance, line)
    with pytest.raises(SettingsError, match=name):
        load(instance)


@pytest.mark.parametrize("content", [b"port = \n", b"\xff\xfe"])
def test_a_file_that_is_not_toml_is_named(instance: Path, content: bytes):
    (instance / "settings.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        load(instance)


def test_the_example_names_every_setting_and_changes_none(instance: Path):
    example = (Path(__file__).parents[1] / "instance" / "settings.example.toml").read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in example.splitlines() if line.startswith("# ") and " = " in line]
    write(instance, example)
    assert load(instance) == Settings(instance=instance)
    write(instance, "\n".join(lines))
    load(instance)
    named = {line.split(" = ")[0] for line in lines}
    assert named == set(Settings.__dataclass_fields__) - {"instance"}


def test_letters_that_cannot_be_sent_name_the_setting(instance: Path):
    with pytest.raises(SettingsError, match="mail_from"):
        create_archive(Settings(instance=instance, mail_url="smtp://localhost", mail_from="nobody"))


def test_the_command_line_says_in_one_line_what_is_wrong(instance: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WGSM_INSTANCE", str(instance))
    monkeypatch.setenv("WGSM_COLOUR", "red")
    with pytest.raises(SystemExit, match="wgsm: environment: there is no setting called 'colour'"):
        main()


def test_the_command_line_says_that_the_key_is_open(instance: Path, monkeypatch: pytest.MonkeyPatch):
    secret_key(instance / "secret_key")
    (instance / "secret_key").chmod(0o644)
    monkeypatch.setenv("WGSM_INSTANCE", str(instance))
    monkeypatch.setattr("sys.argv", ["wgsm", "init"])
    with pytest.raises(SystemExit, match="chmod 600"):
        main()


def test_the_key_is_made_once_and_for_its_owner_only(instance: Path):
    key = secret_key(instance / "secret_key")
    assert len(key) == 32
    assert (instance / "secret_key").stat().st_mode & 0o777 == 0o600
    assert secret_key(instance / "secret_key") == key
    assert [file.name for file in instance.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_refused(instance: Path, mode: int):
    secret_key(instance / "secret_key")
    (instance / "secret_key").chmod(mode)
    with pytest.raises(SettingsError, match=f"chmod 600 {instance}"):
        secret_key(instance / "secret_key")


def test_the_folder_of_a_new_instance_is_closed_to_others(tmp_path: Path):
    folder = tmp_path / "fresh"
    create_archive(Settings(instance=folder)).engine.dispose()
    assert folder.stat().st_mode & 0o077 == 0


def test_a_search_index_in_postgresql_needs_one(tmp_path: Path):
    environment = {"WGSM_INSTANCE": str(tmp_path), "WGSM_SEARCH": "postgres"}
    with pytest.raises(SettingsError, match="database_url"):
        load_settings(environment)
    database = {"WGSM_DATABASE_URL": "postgresql+psycopg://wgsm@/wgsm"}
    assert load_settings(environment | database).search == "postgres"
