"""For .ci/run: `pip` prints the pip part of environment.yml; `import` imports every module and every direct dependency of this project."""

from __future__ import annotations

import sys
from importlib import import_module, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def pip_part() -> list[str]:
    import yaml

    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    (section,) = [entry for entry in environment["dependencies"] if isinstance(entry, dict)]
    return section["pip"]


def modules() -> list[str]:
    """The modules of the toolkit and the import names of what it depends on, notebooks included."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    files = (
        file.relative_to(ROOT).with_suffix("") for file in (ROOT / "toolkit").rglob("*.py") if file.stem != "__main__"
    )
    own = {".".join(file.parts).removesuffix(".__init__") for file in files}
    wanted = [Requirement(text) for text in metadata.requires("ogi-toolkit") or []]
    names = {canonicalize_name(r.name) for r in wanted if r.marker is None or r.marker.evaluate({"extra": "notebooks"})}
    found: dict[str, str] = {}
    for module, owners in sorted(metadata.packages_distributions().items()):
        for name in map(canonicalize_name, owners):
            # one of several modules of a distribution: the one of its name (duckdb has another, for a driver of its own)
            if not module.startswith("_") and (name not in found or canonicalize_name(module) == name):
                found[name] = module
    missing = names - found.keys()
    if missing:
        raise SystemExit(f"not installed: {', '.join(sorted(missing))}")
    return sorted(own) + sorted(found[name] for name in names)


if __name__ == "__main__":
    if sys.argv[1:] == ["pip"]:
        print("\n".join(pip_part()))
    elif sys.argv[1:] == ["import"]:
        names = modules()
        for name in names:
            import_module(name)
        print(f"{len(names)} modules imported")
    else:
        raise SystemExit("environment.py pip|import")
