"""The files around the code agree with one another: metadata, pins, environment, README, versions, and what is packed."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path
from shutil import copy, copytree, ignore_patterns

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

import toolkit

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
PINS = ["requirements-build.txt", "requirements.txt", "requirements-dev.txt"]
READMES = ["README.md", "README.zh.md"]
# Written in two halves, so that this file passes its own test.
HOSTS = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "ana" + "conda.org",
    "anaconda" + ".com",
    "npm" + "js.org",
    "npmjs" + ".com",
    "debian" + ".org",
]
HEAVY = [
    "pandas",
    "numpy",
    "jieba",
    "rjieba",
    "matplotlib",
    "selectolax",
    "yaml",
    "jinja2",
    "rich",
    "rapidfuzz",
    "opencc",
    "IPython",
]


def tracked_files() -> list[Path]:
    """Files that git knows or would add; without git, everything that is not made by the build."""
    made = {
        ".git",
        ".venv",
        "results",
        "build",
        "__pycache__",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
    }
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0:
        files = [ROOT / name.decode() for name in listing.stdout.split(b"\0") if name]
    else:
        files = [p for p in ROOT.rglob("*") if not made & set(p.relative_to(ROOT).parts) and ".egg-info" not in str(p)]
    return [file for file in files if file.is_file()]


def pinned(name: str) -> dict[str, list[Requirement]]:
    """The requirements of a pin file by canonical name."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    found: dict[str, list[Requirement]] = {}
    for line in text.splitlines():
        line = re.sub(r"\s--hash=\S+", "", line).strip()
        if line and not line.startswith("#"):
            requirement = Requirement(line)
            found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


# -- pins ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PINS)
def test_every_pin_has_one_version_and_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash=)", text, re.MULTILINE), "only pins and hashes: no options, no other files"
    entries = [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    assert entries
    for entry in entries:
        assert re.match(r"[A-Za-z0-9._-]+==[0-9][^\s;]*(\s*;[^\\]*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*$", entry), (
            entry[:80]
        )


@pytest.mark.parametrize(
    ("name", "requirements"),
    [
        ("requirements.txt", [*PROJECT["dependencies"], *EXTRAS["notebooks"]]),
        ("requirements-dev.txt", [*PROJECT["dependencies"], *(r for extra in EXTRAS.values() for r in extra)]),
        ("requirements-versions.txt", [*PROJECT["dependencies"], *EXTRAS["notebooks"]]),
        (
            "requirements-build.txt",
            tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"],
        ),
    ],
)
def test_every_dependency_is_pinned_within_its_bounds(name: str, requirements: list[str]) -> None:
    pins = pinned(name)
    for text in requirements:
        wanted = Requirement(text)
        pin = pins.get(canonicalize_name(wanted.name))
        assert pin, f"{wanted.name} is not in {name}: run `make pins`"
        for one in pin:
            (version,) = one.specifier
            assert version.version in wanted.specifier, (
                f"{name} pins {one}, pyproject.toml wants {wanted}: run `make pins`"
            )


def test_pin_files_agree_with_each_other() -> None:
    base, dev, versions = (pinned(f"requirements{suffix}.txt") for suffix in ("", "-dev", "-versions"))
    assert {n: sorted(map(str, r)) for n, r in base.items()} == {n: sorted(map(str, r)) for n, r in versions.items()}
    for name, requirement in base.items():
        assert [str(r.specifier) for r in dev[name]] == [str(r.specifier) for r in requirement], name


def test_every_dependency_has_a_lower_and_an_upper_bound() -> None:
    for text in [*PROJECT["dependencies"], *(r for extra in EXTRAS.values() for r in extra)]:
        operators = {s.operator for s in Requirement(text).specifier}
        assert operators in ({">=", "<"}, {"=="}), text


def imported_packages(folder: Path) -> dict[str, str]:
    """Top-level names of other people's packages that the code of a folder imports, each with a file that does."""
    found: dict[str, str] = {}
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_module" and node.args:
                names = [node.args[0].value] if isinstance(node.args[0], ast.Constant) else []
            for name in {str(name).split(".")[0] for name in names} - {"toolkit", *sys.stdlib_module_names}:
                found[name] = file.relative_to(ROOT).as_posix()
    return found


def test_what_the_package_imports_is_what_it_declares() -> None:
    declared = {canonicalize_name(Requirement(t).name) for t in PROJECT["dependencies"]}
    extra = {
        canonicalize_name(Requirement(t).name)
        for name in ("notebooks", "scan", "cluster", "fast", "simulate")
        for t in EXTRAS[name]
    }
    owners = metadata.packages_distributions()
    # interfaces that these hand on as their own; the pictures of a scan are worked on with what its recogniser brings
    comes_with = {"markupsafe": "jinja2", "IPython": "ipykernel", "cv2": "rapidocr", "pyclipper": "rapidocr"}
    used = set()
    for module, file in imported_packages(ROOT / "toolkit").items():
        owner = canonicalize_name(comes_with.get(module) or owners[module][0])
        assert owner in declared | extra, f"{file} imports {module}, which pyproject.toml does not name"
        used.add(owner)
    assert declared <= used, f"declared and not imported: {declared - used}"


# -- environment.yml ----------------------------------------------------------------------------------------------------


def test_environment_yml_is_python_pip_and_this_project() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    conda = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    (section,) = [entry for entry in environment["dependencies"] if not isinstance(entry, str)]
    names = {re.split(r"[ =<>!]", entry)[0]: entry for entry in conda}
    assert sorted(names) == ["pip", "python"]
    bounds = SpecifierSet(names["python"].removeprefix("python").strip())
    for minor in range(8, 20):
        offered = f"3.{minor}.5" in bounds
        declared = f"Programming Language :: Python :: 3.{minor}" in PROJECT["classifiers"]
        assert offered == declared, f"environment.yml and the classifiers of pyproject.toml differ on Python 3.{minor}"
        assert not offered or f"3.{minor}.5" in SpecifierSet(PROJECT["requires-python"])

    assert sorted(section) == ["pip"]
    constraint, project = section["pip"]
    assert constraint == "-c requirements-versions.txt"
    extras = re.fullmatch(r"-e \.\[([a-z,]+)\]", project)
    assert extras, "the pip part installs this project from its folder"
    # The same environment as `make report`: requirements.txt is the core and these extras (see the test of the pins).
    assert extras[1].split(",") == ["notebooks"]


# -- README, Makefile, versions -----------------------------------------------------------------------------------------


def make_targets() -> set[str]:
    text = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):(?!=)", text, re.MULTILINE))


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", ".ci/run"])
def test_every_make_target_that_is_named_exists(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    named = set(re.findall(r"(?:^|`|\$ )make ([a-z][a-z-]*)", text, re.MULTILINE))
    assert named, f"{name} names no make target"
    assert named <= make_targets()


def test_make_help_names_every_target() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    head = text.split("\n\n")[0]
    phony = set(re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)[1].split())
    assert phony == make_targets()
    for target in phony - {"install", "install-dev", "format"}:
        assert target in head, f"the head of the Makefile does not name {target}"


def test_files_that_the_readmes_link_to_exist() -> None:
    for name in READMES:
        text = (ROOT / name).read_text("utf-8")
        links = re.findall(r"\]\(([^)#]+)", text)
        assert links
        for link in links:
            assert "://" in link or (ROOT / link).exists(), f"{name} links to {link}"


def test_the_two_readmes_have_the_same_commands_and_sections() -> None:
    english, chinese = ((ROOT / name).read_text("utf-8") for name in READMES)
    code = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)

    def lines(text: str) -> list[str]:
        """Code without its comments, which are translated."""
        blocks = (block for block in code.findall(text) if not block.startswith("```text"))
        return [
            re.sub(r"\s+#.*", "", line) for block in blocks for line in block.splitlines() if not line.startswith("#")
        ]

    assert lines(english) == lines(chinese)
    assert len(re.findall(r"^## ", english, re.MULTILINE)) == len(re.findall(r"^## ", chinese, re.MULTILINE))


def test_versions_agree() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    changelog = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert changelog
    version = PROJECT["version"]
    assert (citation["version"], changelog[1], toolkit.__version__) == (version, version, version)
    assert citation["license"] == PROJECT["license"]


def test_changelog_says_for_each_version_what_changed_in_results() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    versions = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert [Version(v.split()[0]) for v in versions] == sorted((Version(v.split()[0]) for v in versions), reverse=True)
    for version in versions:
        assert "### Results changed" in version


# -- what is in the repository ------------------------------------------------------------------------------------------


def test_no_file_holds_a_path_of_one_machine_or_a_package_host() -> None:
    machine = re.compile(r"(?<![\w.~*/-])/(?:home|Users|root|work|opt|private|mnt)/\w|[A-Z]:\\\\?Users\\")
    checked = 0
    for file in tracked_files():
        data = file.read_bytes()
        if b"\0" in data or file.suffix in {".png", ".jpg", ".woff2"}:
            continue
        text = data.decode("utf-8", "ignore")
        checked += 1
        found = machine.search(text)
        assert not found, f"{file.relative_to(ROOT)}: {found and found[0]}"
        for host in HOSTS:
            assert host not in text, f"{file.relative_to(ROOT)} names {host}"
    assert checked > 20


def test_notebooks_are_stored_without_outputs() -> None:
    notebooks = [file for file in tracked_files() if file.suffix == ".ipynb"]
    assert notebooks
    for file in notebooks:
        cells = json.loads(file.read_text("utf-8"))["cells"]
        run = [c for c in cells if c["cell_type"] == "code" and (c["outputs"] or c["execution_count"] is not None)]
        assert not run, f"{file.name}: clear the outputs before committing"


def test_importing_the_package_loads_nothing_heavy() -> None:
    program = f"import sys; import toolkit; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_front_door_has_what_it_says() -> None:
    for name in toolkit.__all__:
        assert getattr(toolkit, name) is not None


@pytest.mark.slow
def test_the_wheel_has_every_file_of_the_package(tmp_path: Path) -> None:
    """Builds the wheel from a copy, so that nothing of an earlier build is taken for a file of the package."""
    source = tmp_path / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        copy(ROOT / name, source)
    copytree(ROOT / "toolkit", source / "toolkit", ignore=ignore_patterns("__pycache__", "*.pyc"))
    command = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(tmp_path), str(source)]
    done = subprocess.run([sys.executable, "-m", "pip", *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("toolkit/")}
    wanted = {f.relative_to(ROOT).as_posix() for f in tracked_files() if f.is_relative_to(ROOT / "toolkit")}
    assert packed == wanted
