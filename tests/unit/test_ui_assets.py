"""What the browser is sent: hashed files, small pages, nothing inline, colours that can be read."""

import gzip
import re
from pathlib import Path

import pytest

from tools import vendor_assets

KEMBAR = Path(__file__).resolve().parents[2] / "kembar"
STATIC = KEMBAR / "ui" / "static"
CSS = (STATIC / "ui" / "kembar.css").read_text(encoding="utf-8")
TEMPLATES = sorted(KEMBAR.rglob("templates/**/*.html"))


def test_vendored_files_are_what_the_manifest_says():
    assert vendor_assets.differences() == []


def test_a_changed_vendored_file_is_noticed(tmp_path, monkeypatch):
    folder = tmp_path / "vendor"
    for path in vendor_assets.VENDOR.rglob("*"):
        if path.is_file():
            target = folder / path.relative_to(vendor_assets.VENDOR)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    monkeypatch.setattr(vendor_assets, "VENDOR", folder)
    monkeypatch.setattr(vendor_assets, "MANIFEST", folder / "MANIFEST.json")
    (folder / "d3" / "d3-geo.min.js").write_text("else", encoding="utf-8")
    (folder / "stray.js").write_text("", encoding="utf-8")
    assert [sentence.split()[0] for sentence in vendor_assets.differences()] == ["stray.js", "d3/d3-geo.min.js"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(KEMBAR)))
def test_no_template_has_inline_styles_scripts_or_handlers(template):
    """The policy of the site would refuse them, silently for the reader."""
    source = template.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=[\"']", source)
    scripts = re.findall(r"<script\b([^>]*)>", source)
    assert all("src=" in attributes or "application/json" in attributes for attributes in scripts)


def test_the_look_of_every_page_is_small():
    """Bytes of style, mark and swapping script on first load; the page itself has the rest of 250 KB."""
    import django_htmx

    htmx = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
    files = [
        STATIC / "vendor/bootstrap/bootstrap-reboot.min.css",
        STATIC / "ui/kembar.css",
        STATIC / "ui/kembar.svg",
        htmx,
    ]
    contents = [path.read_bytes() for path in files]
    assert sum(map(len, contents)) < 110_000
    assert sum(len(gzip.compress(content)) for content in contents) < 32_000


# --- colours ---------------------------------------------------------------------------------------------------------


def colours(block: str) -> dict[str, tuple[float, ...]]:
    found = re.findall(r"--([a-z-]+): #([0-9a-f]{3,6});", block)
    return {
        name: tuple(
            int(part * (2 // len(part)), 16) / 255 for part in re.findall(r".{2}" if len(code) == 6 else ".", code)
        )
        for name, code in found
    }


LIGHT = colours(CSS[: CSS.index("@media (prefers-color-scheme: dark)")])
DARK = LIGHT | colours(CSS[CSS.index("@media (prefers-color-scheme: dark)") : CSS.index(":lang(ko)")])


def luminance(colour: tuple[float, ...]) -> float:
    """Relative luminance of WCAG 2.2: linear parts weighted .2126, .7152, .0722."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_guideline_does():
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast((0x77 / 255,) * 3, (1, 1, 1)) == pytest.approx(4.48, abs=0.01)  # the guideline's own near miss


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "ink-soft", "accent", "good", "warn", "bad"])
@pytest.mark.parametrize("ground", ["paper", "ground", "warn-soft", "bad-soft"])
def test_every_text_can_be_read_on_every_ground(scheme, ink, ground):
    assert contrast(scheme[ink], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_frames_of_fields_and_lines_of_the_map_can_be_seen(scheme):
    assert contrast(scheme["line-strong"], scheme["paper"]) >= 3
    for line in ("accent", "warn", "ink-soft"):
        assert contrast(scheme[line], scheme["sea"]) >= 3
        assert contrast(scheme[line], scheme["land"]) >= 3
    assert contrast(scheme["on-accent"], scheme["accent"]) >= 4.5
    assert contrast(scheme["ink"], scheme["accent-soft"]) >= 4.5
    assert contrast(scheme["accent"], scheme["accent-soft"]) >= 4.5
