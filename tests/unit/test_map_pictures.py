"""Pictures and labels: well-formed, complete, the same twice, and no label on another."""

import importlib.util
import xml.etree.ElementTree as ET
import zlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kembar.analysis.labels import place, text_width, zoom_levels
from kembar.analysis.networks import from_links
from kembar.literature.maps.colours import cluster_colour, nice_range, ramp
from kembar.literature.maps.mapping import MapParameters, make_map
from kembar.literature.maps.methods import Origin, methods_md, number, paragraph
from kembar.literature.maps.model import LiteratureMap, MapFileError
from kembar.literature.maps.pictures import Look, density, density_svg, network_svg, overlay_svg, png
from tests.factories.graphs import network, planted_links, two_parts

SVG = "{http://www.w3.org/2000/svg}"
LABELS = [f"istilah & <{i}>" for i in range(60)]
MADE = make_map(
    network(planted_links()),
    LABELS,
    weights={"Documents": np.arange(1.0, 61.0)},
    scores={"Avg. pub. year": np.where(np.arange(60) % 7, 2010.0 + np.arange(60) / 10, np.nan)},
)

boxes = st.lists(
    st.tuples(st.floats(0, 100), st.floats(0, 100), st.floats(1, 30), st.floats(1, 10), st.integers(0, 5)),
    min_size=1,
    max_size=40,
)


def texts_of(svg):
    return [text.text for text in ET.fromstring(svg).findall(f".//{SVG}text")]


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@settings(max_examples=80, deadline=None)
@given(boxes)
def test_no_placed_label_touches_another_and_the_highest_is_always_placed(given_boxes):
    x, y, w, h, rank = (np.array([box[k] for box in given_boxes], dtype=float) for k in range(5))
    placed = place(np.stack([x, y], axis=1), w, h, rank, radii=np.full(len(x), 2.0))
    corners = [(a, b, a + w[i], b + h[i]) for i, (a, b) in zip(placed.items, placed.corners.tolist(), strict=True)]
    shrunk = [(a + 1e-9, b + 1e-9, c - 1e-9, d - 1e-9) for a, b, c, d in corners]
    assert not any(overlap(shrunk[i], shrunk[j]) for i in range(len(shrunk)) for j in range(i))
    assert int(np.argmax(rank)) in placed.items


@settings(max_examples=40, deadline=None)
@given(boxes, st.sampled_from([1.0, 2.0, 2**0.25 * 4, 16.0]))
def test_labels_shown_at_a_zoom_do_not_touch_each_other(given_boxes, zoom):
    x, y, w, h, rank = (np.array([box[k] for box in given_boxes], dtype=float) for k in range(5))
    shown = np.flatnonzero(zoom_levels(np.stack([x, y], axis=1), w, h, rank) <= zoom)
    box = [
        (x[i] * zoom - w[i] / 2, y[i] * zoom - h[i] / 2, x[i] * zoom + w[i] / 2, y[i] * zoom + h[i] / 2) for i in shown
    ]
    small = [(a + 1e-6, b + 1e-6, c - 1e-6, d - 1e-6) for a, b, c, d in box]
    assert not any(overlap(small[i], small[j]) for i in range(len(small)) for j in range(i))


def test_widths_are_those_of_the_helvetica_family():
    # Advance widths of Helvetica: M 833, i 222, space 278 thousandths of an em.
    assert text_width("Mi ", 10) == pytest.approx(13.33)
    assert text_width("서울", 10) == 20


@pytest.mark.requirement("R-099")
def test_the_network_picture_shows_every_item_and_its_parameters():
    svg = network_svg(MADE.drawn, title="Peta", caption="Resolution 1; seed 0.")
    root = ET.fromstring(svg)
    circles = root.findall(f".//{SVG}circle")
    assert len(circles) == 60
    assert {c.find(f"{SVG}title").text for c in circles} == set(LABELS)
    assert "Resolution 1; seed 0." in svg
    assert {c.get("fill") for c in circles} == {cluster_colour(int(c)) for c in MADE.drawn.clusters}
    assert len(root.findall(f".//{SVG}path")) == MADE.drawn.network.n_links


def test_only_the_strongest_links_are_drawn():
    root = ET.fromstring(network_svg(MADE.drawn, look=Look(max_links=10)))
    assert len(root.findall(f".//{SVG}path")) == 10


def test_labels_on_paper_stay_on_the_paper_and_off_each_other():
    root = ET.fromstring(network_svg(MADE.drawn, look=Look(words=False)))
    drawn = []
    for text in root.findall(f".//{SVG}text"):
        size = float(text.get("font-size") or 11)
        x, y = float(text.get("x")), float(text.get("y"))
        drawn.append((x, y - 0.85 * size, x + text_width(text.text, size), y + 0.15 * size))
    assert len(drawn) > 20
    assert not any(overlap(drawn[i], drawn[j]) for i in range(len(drawn)) for j in range(i))
    assert min(box[0] for box in drawn) >= 0
    assert max(box[2] for box in drawn) <= 1200


def test_around_the_map_stand_title_clusters_sizes_and_parameters():
    words = texts_of(network_svg(MADE.drawn, title="Peta istilah", caption="Seed 0.", look=Look(height=0)))
    assert "Peta istilah" in words
    assert "Seed 0." in words
    assert "Documents" in words  # what the size of a circle stands for, with round numbers up to the largest, 60
    assert {"50", "20"} & set(words)
    for cluster, name in MADE.drawn.cluster_labels.items():
        size = int((MADE.drawn.clusters == cluster).sum())
        assert any(word.startswith(name[:8]) and word.endswith(f"({size})") for word in words)
    assert not set(texts_of(network_svg(MADE.drawn, title="T", look=Look(words=False)))) - set(LABELS)


def test_more_clusters_than_colours_are_counted_in_the_legend():
    apart = make_map(network([(2 * i, 2 * i + 1, 1) for i in range(20)]), [f"i{i}" for i in range(40)])
    assert any("8 smaller clusters (16 items)" in word for word in texts_of(network_svg(apart.drawn)))


def test_years_are_marked_in_whole_numbers_and_ends_say_what_lies_beyond():
    spread = np.concatenate([[1980.0], np.linspace(2010.2, 2015.9, 58), [2040.0]])
    words = texts_of(overlay_svg(replace(MADE.drawn, scores={"Avg. pub. year": spread}), "Avg. pub. year"))
    assert "≤ 2010" in words
    assert "≥ 2016" in words
    assert not any("." in word for word in words if word[:2] == "20")


def test_a_map_fits_its_sheet_and_no_item_lies_outside():
    flat = replace(MADE.drawn, xy=MADE.drawn.xy * [3.0, 0.3])
    for drawn in (MADE.drawn, flat, replace(MADE.drawn, xy=np.zeros((60, 2)))):
        root = ET.fromstring(network_svg(drawn, title="T", caption="c", look=Look(height=0)))
        height = int(root.get("height"))
        assert 500 <= height <= 1300
        for circle in root.findall(f".//{SVG}circle"):
            assert 0 <= float(circle.get("cx")) <= 1200
            assert 30 <= float(circle.get("cy")) <= height - 30


def test_an_overlay_is_grey_where_the_score_is_missing_and_has_a_scale():
    svg = overlay_svg(MADE.drawn, "Avg. pub. year")
    circles = ET.fromstring(svg).findall(f".//{SVG}circle")
    missing = {LABELS[i] for i in range(0, 60, 7)}
    assert {c.find(f"{SVG}title").text for c in circles if c.get("fill") == "#bfbfbf"} == missing
    assert "Avg. pub. year" in svg
    with pytest.raises(MapFileError):
        overlay_svg(MADE.drawn, "citations")


def test_the_same_map_gives_the_same_picture():
    for draw in (network_svg, density_svg, lambda m: overlay_svg(m, "Avg. pub. year")):
        assert draw(MADE.drawn) == draw(MADE.drawn)


def test_density_is_the_sum_of_gaussians():
    rng = np.random.default_rng(1)
    xy, weight = rng.uniform(20, 80, (15, 2)), rng.uniform(1, 5, 15)
    grid = density(xy, weight, 9.0, (100, 100), np.array([0.5, 0.5]), 1.0)
    for row, column in ((30, 40), (60, 55), (75, 20)):
        d2 = ((xy - [column + 0.5, row + 0.5]) ** 2).sum(1)
        assert grid[row, column] == pytest.approx(float((weight * np.exp(-d2 / 81)).sum()), rel=0.02)


def test_a_png_says_its_size_and_unpacks_to_its_pixels():
    pixels = np.arange(60, dtype=np.uint8).reshape(4, 5, 3)
    file = png(pixels)
    assert file[:8] == b"\x89PNG\r\n\x1a\n"
    start = file.index(b"IDAT")
    raw = np.frombuffer(zlib.decompress(file[start + 4 : file.index(b"IEND") - 8]), np.uint8).reshape(4, 16)
    assert raw[:, 1:].reshape(4, 5, 3).tolist() == pixels.tolist()


@pytest.mark.skipif(importlib.util.find_spec("typst") is None, reason="typst is not installed")
def test_png_and_pdf_are_made_from_the_same_drawing():
    from kembar.literature.maps.print_files import convert

    svg = network_svg(MADE.drawn, look=Look(width=600, height=450))
    picture = convert(svg, "png", dots_per_inch=96)
    assert picture[:4] == b"\x89PNG"
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (600, 450)
    assert convert(svg, "pdf")[:5] == b"%PDF-"
    assert convert(svg, "pdf") == convert(svg, "pdf")


def test_a_map_without_positions_cannot_be_drawn():
    with pytest.raises(MapFileError) as refused:
        network_svg(LiteratureMap(("1",), ("a",)))
    assert refused.value.code == "no_positions"


def test_colours_run_from_one_end_to_the_other():
    assert ramp(np.array([0.0, 1.0])).tolist() == [[68.0, 1.0, 84.0], [253.0, 231.0, 37.0]]
    assert nice_range(np.array([2010.2, 2012.0, 2019.7, np.nan])) == (2010.0, 2020.0)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_methods_paragraph_has_every_parameter_and_version(language):
    text = paragraph(MADE, language, "9.9", Origin("keywords", "full", 2, 1234))
    for expected in ("9.9", "Leiden", "VOS", "van Eck & Waltman", number(1234, language), "60", "10"):
        assert expected in text
    assert "  " not in text
    assert "None" not in text


def test_numbers_carry_the_marks_of_the_language():
    assert number(1165, "en") == "1,165"
    assert number(1165, "id") == "1.165"
    assert number(0.2933, "id") == "0,2933"
    assert number(2_000_000.0, "en") == "2,000,000"
    assert number(10.0, "en") == "10"


def test_methods_file_names_every_cluster():
    text = methods_md(MADE, "9.9")
    assert all(f"| {c} |" in text for c in MADE.drawn.cluster_labels)


KINDS = ("keywords", "terms", "coauthors", "coauthors_organisations", "coauthors_countries", "citations", "coupling",
         "cocitation", "network")  # fmt: skip
SETTINGS = (
    MapParameters(),
    MapParameters(mode="fast", cluster_starts=1, normalisation="fractionalization"),
    MapParameters(mode="compatible", attraction=1, repulsion=0, min_cluster_size=3, seed=7),
    MapParameters(min_cluster_size=3, merge_small=False, normalisation="none", layout_starts=2),
    MapParameters(largest_component=True, normalisation="cosine", repulsion=-1),
    MapParameters(keep_isolated=True, normalisation="equivalence"),
)


@pytest.mark.parametrize("own", SETTINGS, ids=range(len(SETTINGS)))
@pytest.mark.parametrize("parts", ["one", "two"])
def test_the_methods_paragraph_says_what_applies_and_nothing_else(own, parts):
    links = two_parts() if parts == "two" else planted_links()
    size = 1 + max(max(a, b) for a, b, _w in links)
    net = from_links(size + 1, *np.array(links).T)
    made = make_map(net, [f"i{i}" for i in range(size + 1)], parameters=own, occurrences=np.full(size + 1, 60.0))
    for kind in KINDS:
        for counting in ("full", "fractional"):
            origin = Origin(kind, counting, 1, 12, ("a.ris", "b.bib"), found=90, kept=40, merged=1)
            origin = Origin(kind, sources=("n.txt",)) if kind == "network" else origin
            for language in ("id", "en"):
                text = paragraph(made, language, "9.9", origin)
                assert "%(" not in text
                assert "None" not in text
                assert "  " not in text
                assert ("Perianes" in text) == (counting == "fractional" and kind not in ("citations", "network"))
                assert ("van Eck & Waltman, 2009" in text) == (own.normalisation in ("association", "cosine"))
                assert ("1 publi" in text) == (kind not in ("citations", "coupling", "network"))
                assert ("Ovelg" in text) == (own.cluster_starts > 1)
                published = (own.attraction, own.repulsion) == (2, 1)
                assert ("2010), that is" in text or "2010), yaitu" in text) == published
                beside = (parts == "two" and not own.mode and not own.largest_component) or own.keep_isolated
                assert ("laid out by itself" in text or "ditata tersendiri" in text) == beside
                assert ("0.01 was added" in text or "ditambah 0,01" in text) == (parts == "two" and bool(own.mode))
                assert ("without links" in text or "tanpa tautan" in text) == (not own.keep_isolated)


def test_only_the_works_named_are_listed_and_the_program_always():
    text = methods_md(MADE, "9.9", Origin("keywords", "full", 2, 12, found=100, kept=60))
    assert "Kembar (9.9) [computer software]" in text
    assert "Traag, V. A." in text
    assert "Perianes" not in text
    assert "Callon" not in text


def test_items_without_links_are_left_out_by_name_and_can_be_kept():
    net = from_links(4, [0, 1], [1, 2], [1.0, 2.0])
    made = make_map(net, ["a", "b", "c", "d"])
    assert made.isolated == ("d",)
    assert made.drawn.labels == ("a", "b", "c")
    kept = make_map(net, ["a", "b", "c", "d"], parameters=MapParameters(keep_isolated=True))
    assert kept.drawn.n == 4
    assert kept.isolated == ()


def test_the_largest_connected_set_can_be_shown_alone():
    made = make_map(network(two_parts()), [str(i) for i in range(40)], parameters=MapParameters(largest_component=True))
    assert made.component_sizes == (20, 20)
    assert made.drawn.n == 20
    assert len(made.outside) == 20


def test_the_same_network_parameters_and_seed_give_the_same_map():
    one, other = (make_map(network(planted_links()), LABELS, threads=threads) for threads in (1, 2))
    assert one.drawn.xy.tobytes() == other.drawn.xy.tobytes()
    assert one.drawn.clusters.tobytes() == other.drawn.clusters.tobytes()
