"""The deployment files keep their promises: no root, no writing about, no listening widely."""

import configparser
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
LOCKS = [
    "requirements.txt",
    "requirements-models.txt",
    "requirements-build.txt",
    "requirements-dev.txt",
]
GRACE = Settings.model_fields["shutdown_grace"].default


def instructions() -> list[tuple[str, str]]:
    """Return the Dockerfile as (instruction, rest), continuation lines joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def last_stage() -> list[tuple[str, str]]:
    """Return the instructions of the image that is shipped."""
    every = instructions()
    start = max(at for at, (word, _) in enumerate(every) if word == "FROM")
    return every[start:]


def seconds(text: str) -> int:
    """Return a duration such as `45s` in seconds."""
    match = re.fullmatch(r"(\d+)s", text)
    assert match, text
    return int(match[1])


class TestDockerfile:
    def test_it_is_clean_to_hadolint(self) -> None:
        hadolint = shutil.which("hadolint", path=str(Path(sys.executable).parent))
        if hadolint is None:
            pytest.skip("hadolint has no build for this machine")
        subprocess.run([hadolint, "Dockerfile"], cwd=ROOT, check=True)

    def test_it_has_a_build_stage_and_a_small_last_one(self) -> None:
        assert [word for word, _ in instructions()].count("FROM") == 2
        assert not any("pip" in rest for word, rest in last_stage() if word == "RUN")

    def test_it_runs_as_nobody_in_particular_who_is_not_root(self) -> None:
        users = [rest for word, rest in last_stage() if word == "USER"]
        assert users == ["10001:10001"]

    def test_its_base_is_named_with_a_tag_that_is_not_latest(self) -> None:
        bases = [rest for word, rest in instructions() if word == "ARG" and rest.startswith("BASE")]
        assert len(bases) == 1
        assert re.fullmatch(r"BASE=python:3\.\d+-slim-\w+", bases[0])

    def test_it_fetches_nothing_by_address(self) -> None:
        assert "ADD" not in {word for word, _ in instructions()}
        assert not re.search(r"https?://(?!127\.0\.0\.1)", (ROOT / "Dockerfile").read_text())

    def test_every_package_is_installed_by_hash(self) -> None:
        text = " ".join(rest for word, rest in instructions() if word == "RUN")
        for command in re.findall(r"pip install [^&]*", text):
            assert "--require-hashes" in command or "--no-deps /wheels/" in command

    def test_it_holds_no_secret_and_writes_to_its_volume_alone(self) -> None:
        names = " ".join(rest for word, rest in instructions() if word in {"ENV", "ARG"})
        assert not re.search(r"KEY|SECRET|PASSWORD|TOKEN", names)
        assert "PYTHONDONTWRITEBYTECODE=1" in names
        assert [rest for word, rest in last_stage() if word == "VOLUME"] == ['["/data"]']

    def test_everything_it_copies_gets_past_the_ignore_list(self) -> None:
        copied = [
            name
            for word, rest in instructions()
            if word == "COPY" and not rest.startswith("--from")
            for name in rest.split()[:-1]
        ]
        ignored = (ROOT / ".dockerignore").read_text()
        let_through = set(re.findall(r"^!(.+)$", ignored, re.MULTILINE))
        assert set(copied) == let_through

    @pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False)])
    def test_its_health_check_believes_the_gateway(self, status: int, healthy: bool) -> None:
        class Gateway(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status if self.path == "/healthz" else 404)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        check = next(rest for word, rest in last_stage() if word == "HEALTHCHECK")
        command = json.loads(check[check.index("[") :])
        with http.server.HTTPServer(("127.0.0.1", 0), Gateway) as server:
            threading.Thread(target=server.handle_request, daemon=True).start()
            code = command[2].replace("8787", str(server.server_port))
            done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

        assert (done.returncode == 0) is healthy


class TestCompose:
    compose: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())
    services: dict[str, dict[str, Any]] = compose["services"]

    @pytest.mark.parametrize("name", ["gateway", "postgres"])
    def test_a_service_can_neither_write_about_nor_gain_anything(self, name: str) -> None:
        service = self.services[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["pids_limit"] > 0
        assert service["mem_limit"]
        assert not service.get("privileged")
        assert {mount.partition(":")[0] for mount in service["volumes"]} <= set(
            self.compose["volumes"]
        )

    @pytest.mark.parametrize("name", ["gateway", "postgres"])
    def test_a_service_has_a_health_check_and_a_pinned_image(self, name: str) -> None:
        service = self.services[name]
        assert service["healthcheck"]["test"][0] == "CMD"
        assert set(service["healthcheck"]) == {
            "test",
            "interval",
            "timeout",
            "start_period",
            "retries",
        }
        tag = service["image"].partition(":")[2]
        assert tag
        assert "latest" not in tag

    def test_only_loopback_is_published_and_the_database_not_at_all(self) -> None:
        assert self.services["gateway"]["ports"] == ["127.0.0.1:8787:8787"]
        assert "ports" not in self.services["postgres"]
        assert self.services["postgres"]["networks"] == ["inside"]
        assert self.compose["networks"]["inside"] == {"internal": True}

    def test_everything_a_service_names_is_declared(self) -> None:
        for service in self.services.values():
            assert set(service["networks"]) <= set(self.compose["networks"])
            assert set(service["secrets"]) <= set(self.compose["secrets"])
            assert set(service.get("depends_on", {})) <= set(self.services)

    def test_secrets_are_files_and_stand_in_no_environment(self) -> None:
        assert all(set(secret) == {"file"} for secret in self.compose["secrets"].values())
        for service in self.services.values():
            for name in service["environment"]:
                assert name.endswith("_FILE") or "PASSWORD" not in name

    def test_the_database_is_new_enough_and_syncs(self) -> None:
        major = re.match(r"postgres:(\d+)", self.services["postgres"]["image"])
        assert major
        assert int(major[1]) >= 16
        assert {"fsync=on", "synchronous_commit=on"} <= set(self.services["postgres"]["command"])

    def test_running_answers_get_their_grace(self) -> None:
        assert seconds(self.services["gateway"]["stop_grace_period"]) > GRACE

    def test_the_entry_point_reads_the_password_and_passes_the_command_on(
        self, tmp_path: Path
    ) -> None:
        secret = tmp_path / "password"
        secret.write_text("s3cret")
        program = tmp_path / "crossing-guard"
        program.write_text('#!/bin/sh\necho "$CROSSING_GUARD_DATABASE" "$@"\n')
        program.chmod(0o755)
        shell, flags, script, name = self.services["gateway"]["entrypoint"]
        script = script.replace("$$", "$").replace("/run/secrets/postgres-password", str(secret))

        done = subprocess.run(
            [shell, flags, script, name, *self.services["gateway"]["command"]],
            env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=True,
        )

        url = "postgresql://crossing_guard:s3cret@postgres:5432/crossing_guard"
        assert done.stdout.split() == [url, *self.services["gateway"]["command"]]

    def test_without_the_password_nothing_starts(self, tmp_path: Path) -> None:
        shell, flags, script, name = self.services["gateway"]["entrypoint"]
        script = script.replace("$$", "$").replace("/run/secrets", str(tmp_path))
        done = subprocess.run([shell, flags, script, name], capture_output=True, check=False)
        assert done.returncode != 0


class TestSystemd:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # systemd minds capitals
    unit.read(ROOT / "deploy" / "systemd" / "crossing-guard.service")

    @pytest.mark.parametrize(
        ("directive", "value"),
        [
            ("User", "crossing-guard"),
            ("NoNewPrivileges", "yes"),
            ("CapabilityBoundingSet", ""),
            ("ProtectSystem", "strict"),
            ("ProtectHome", "yes"),
            ("PrivateTmp", "yes"),
            ("PrivateDevices", "yes"),
            ("ProtectKernelTunables", "yes"),
            ("MemoryDenyWriteExecute", "yes"),
            ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"),
            ("StateDirectory", "crossing-guard"),
            ("StateDirectoryMode", "0700"),
            ("UMask", "0077"),
            ("LimitCORE", "0"),
        ],
    )
    def test_the_sandbox_is_closed(self, directive: str, value: str) -> None:
        assert self.unit["Service"][directive] == value

    def test_running_answers_get_their_grace(self) -> None:
        assert seconds(self.unit["Service"]["TimeoutStopSec"]) > GRACE

    def test_systemd_finds_little_exposed(self, tmp_path: Path) -> None:
        analyze = shutil.which("systemd-analyze")
        if analyze is None:
            pytest.skip("systemd is not installed")
        copy = tmp_path / "crossing-guard.service"
        shutil.copy(ROOT / "deploy" / "systemd" / copy.name, copy)
        # The scale runs from 0 to 100; 20 is what systemd itself calls "OK".
        command = [analyze, "security", "--offline=true", "--threshold=20", str(copy)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_and_hashes_every_package_and_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    entries = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]

    assert entries
    assert all(re.match(r"[a-z0-9-]+(?:\[[a-z,]+\])?==\S+", entry) for entry in entries)
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_the_locks_hold_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-models.txt": project["dependency-groups"]["models"],
        "requirements-build.txt": project["dependency-groups"]["build"],
        "requirements-dev.txt": project["dependency-groups"]["dev"],
    }
    for lock, requirements in wanted.items():
        locked = set(re.findall(r"^([a-z0-9-]+)", (ROOT / lock).read_text(), re.MULTILINE))
        names = {re.split(r"[\[>=; ]", item)[0].lower() for item in requirements}
        assert names <= locked, lock


def test_the_same_package_has_the_same_version_in_every_lock() -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for package, version in re.findall(
            r"^([a-z0-9-]+)(?:\[[^\]]*\])?==(\S+)", (ROOT / lock).read_text(), re.MULTILINE
        ):
            versions.setdefault(package, set()).add(version)

    assert {package for package, seen in versions.items() if len(seen) > 1} == set()


@pytest.mark.parametrize("broken", ["", "check", "test"])
def test_ci_runs_checks_and_tests_and_fails_when_either_does(tmp_path: Path, broken: str) -> None:
    make = tmp_path / "make"
    make.write_text(f'#!/bin/sh\necho "made $1"\ntest "$1" != "{broken}"\n')
    make.chmod(0o755)
    initdb = tmp_path / "initdb"
    initdb.write_text("#!/bin/sh\n")
    initdb.chmod(0o755)

    done = subprocess.run(
        [ROOT / ".ci" / "run"],
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.splitlines() == ["made check", "made test"]
    assert (done.returncode == 0) is (broken == "")


def test_the_wheel_holds_the_code_and_the_rules_and_nothing_else(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    assert {"gateway/settings.py", "rules/schema.cedarschema"} <= set(names)
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {
        "gateway",
        "rules",
        "crossing_guard",
    }
