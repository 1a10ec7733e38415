"""Which front-end files the product ships, from which package, under which licence, with which hash?

Run by a developer when a version changes: ``python tools/vendor_assets.py``. It packs each package with npm (needed for
this alone, never at run time), checks the tarball against the pinned integrity, copies the few files that pages use to
``kembar/ui/static/vendor`` and writes ``MANIFEST.json`` beside them. ``--check`` copies nothing: it compares what is
committed with the manifest and exits 1 on a difference.
"""

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "kembar" / "ui" / "static" / "vendor"
MANIFEST = VENDOR / "MANIFEST.json"


@dataclass(frozen=True)
class Package:
    """One package; ``files`` maps a path inside its tarball to a path under ``vendor``; licence texts go along."""

    name: str
    version: str
    licence: str
    integrity: str
    files: dict[str, str]
    why: str


PACKAGES = (
    Package(
        "bootstrap",
        "5.3.9",
        "MIT",
        "sha512-20cU0rcfw8WdxtVbmfU+xT2EjvVTw9Ror/h1Qvd7DXCujRg8OO9mdBCsmTHdJFf3BuadmBNJtgIuUXsBqSkk/w==",
        {"dist/css/bootstrap-reboot.min.css": "bootstrap/bootstrap-reboot.min.css", "LICENSE": "bootstrap/LICENSE"},
        "one starting point for every browser; grid and widgets stay out, the pages have their own (12 KB, not 232)",
    ),
    Package(
        "d3-array",
        "3.2.5",
        "ISC",
        "sha512-Th8qGXoBalmWsstpkuhmBuTsBQIFqYOJtjlBvNVvBfJ8E3uYusBUwUR8HU20U0qKKQkgCvKyR1YjiozWadk5QA==",
        {"dist/d3-array.min.js": "d3/d3-array.min.js", "LICENSE": "d3/LICENSE-d3-array"},
        "d3-geo stands on it",
    ),
    Package(
        "d3-geo",
        "3.1.2",
        "ISC",
        "sha512-5R8ZgDQorIxmauv7R6gpE/ndz+Z0qAZssigq0aXFdvPHdY41RqtW02jrRUQAL724NdPABYXo1+gQEGBBr7uKNg==",
        {"dist/d3-geo.min.js": "d3/d3-geo.min.js", "LICENSE": "d3/LICENSE-d3-geo"},
        "great circles that are cut rightly where the map ends",
    ),
    Package(
        "topojson-client",
        "3.1.0",
        "ISC",
        "sha512-605uxS6bcYxGXw9qi62XyrV6Q3xwbndjachmNxu8HWTtVPxZfEJN9fd/SZS1Q54Sn2y0TMyMxFj/cJINqGHrKw==",
        {"dist/topojson-client.min.js": "d3/topojson-client.min.js", "LICENSE": "d3/LICENSE-topojson-client"},
        "reads the coastlines",
    ),
    Package(
        "world-atlas",
        "2.0.2",
        "ISC",
        "sha512-IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjgE/MXAYRHWJqgXOpM8IkcPBoXnyTU5lFHcYa5ChG0LQ==",
        {
            "countries-110m.json": "world-atlas/countries-110m.json",
            "countries-50m.json": "world-atlas/countries-50m.json",
            "LICENSE": "world-atlas/LICENSE",
        },
        "coastlines and borders, made from Natural Earth (public domain); the finer ones for zooming in",
    ),
)


def pack(package: Package, folder: Path) -> Path:
    """Fetch the tarball and refuse one whose hash is not the pinned one."""
    subprocess.run(
        ["npm", "pack", "--silent", f"{package.name}@{package.version}", "--pack-destination", str(folder)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    tarball = folder / f"{package.name}-{package.version}.tgz"
    found = "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if found != package.integrity:
        raise SystemExit(f"{package.name} {package.version}: the tarball has {found}, pinned is {package.integrity}")
    return tarball


def without_source_map(content: bytes) -> bytes:
    """The comment points to a file that is not shipped, which the hashing of static files would refuse."""
    lines = content.splitlines(keepends=True)
    return b"".join(line for line in lines if b"sourceMappingURL=" not in line)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def vendor() -> None:
    entries = []
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            with tarfile.open(pack(package, Path(folder))) as tar:
                for inside, outside in package.files.items():
                    member = tar.extractfile(f"package/{inside}")
                    assert member is not None
                    original = member.read()
                    content = without_source_map(original) if inside.endswith((".css", ".js")) else original
                    target = VENDOR / outside
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content)
                    entries.append(
                        {
                            "file": outside,
                            "package": package.name,
                            "version": package.version,
                            "licence": package.licence,
                            "why": package.why,
                            "from": inside,
                            "package_integrity": package.integrity,
                            "sha256": sha256(content),
                            "changed": "source map comment removed" if content != original else None,
                        }
                    )
                    print(f"{outside}: {len(content):,} bytes", file=sys.stderr)
    MANIFEST.write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")


def differences() -> list[str]:
    """One sentence per committed file that is not what the manifest says, or that it does not know."""
    entries = {entry["file"]: entry["sha256"] for entry in json.loads(MANIFEST.read_text(encoding="utf-8"))}
    present = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file() and path != MANIFEST}
    found = [f"{name} is in the manifest and not in the folder" for name in sorted(entries.keys() - present)]
    found += [f"{name} is in the folder and not in the manifest" for name in sorted(present - entries.keys())]
    found += [
        f"{name} has another hash than the manifest"
        for name in sorted(entries.keys() & present)
        if sha256((VENDOR / name).read_bytes()) != entries[name]
    ]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare the committed files with the manifest")
    if parser.parse_args().check:
        found = differences()
        print("\n".join(found) or "all vendored files are what the manifest says", file=sys.stderr)
        return 1 if found else 0
    vendor()
    return 0


if __name__ == "__main__":
    sys.exit(main())
