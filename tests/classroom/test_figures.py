"""Figures: small, described in words, and readable in grey."""

import base64
import io
import re
import subprocess
import sys

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from dlfs.classroom import data
from dlfs.classroom.drawing import figures
from dlfs.classroom.drawing.figures import (
    boundary, bundle, figure, new_figure, new_figure_in_two, place_bands, plot_bands, plot_classes,
    plot_curve, plot_line, png,
)  # fmt: skip
from tests.classroom.explorer_forms import faults_of_png

ALT = "A rising line that starts at 0 and ends at 3, drawn in blue"


def a_figure(values=(0, 1, 3)):
    fig, ax = new_figure(2)
    plot_curve(ax, values)
    return fig


def without_pictures(html: str) -> str:
    return re.sub(r"data:image/png;base64,[A-Za-z0-9+/=]+", "PICTURE", html)


# The bundle


def test_a_bundle_has_html_with_the_alt_text_a_png_and_plain_text():
    made = bundle(a_figure(), ALT, "Try it.")
    assert set(made) == {"text/html", "image/png", "text/plain"}
    assert f'<figure><img alt="{ALT}" src="data:image/png;base64,' in made["text/html"]
    assert made["text/html"].endswith("<figcaption>Try it.</figcaption></figure>")
    assert made["text/plain"] == f"Figure: {ALT}\nTry it."
    assert made["image/png"] in made["text/html"]


def test_html_of_two_pictures_differs_in_the_picture_alone():
    one, other = (bundle(a_figure(values), ALT) for values in ((0, 1), (5, 2)))
    assert one["text/html"] != other["text/html"]
    assert without_pictures(one["text/html"]) == without_pictures(other["text/html"])


def test_another_alt_text_is_still_seen_when_pictures_are_left_out():
    one, other = (bundle(a_figure(), alt)["text/html"] for alt in (ALT, ALT + "."))
    assert without_pictures(one) != without_pictures(other)


def test_quotes_and_tags_in_alt_and_caption_are_escaped():
    html = bundle(a_figure(), 'Where "a" < b & <script> stands, a blue line rises to 3', "<b>")
    assert "&quot;a&quot; &lt; b &amp; &lt;script&gt;" in html["text/html"]
    assert "<figcaption>&lt;b&gt;</figcaption>" in html["text/html"]


def test_line_breaks_in_an_alt_text_become_spaces():
    assert f'alt="{ALT}"' in bundle(a_figure(), ALT.replace(" ", "\n   "))["text/html"]


@pytest.mark.parametrize("alt", ["", "too short", " " * 60, ALT[:39]])
def test_a_short_alt_text_is_refused_in_words(alt):
    with pytest.raises(ValueError, match="at least 40 are needed: say what is to be seen"):
        bundle(a_figure(), alt)


def test_an_alt_text_must_be_given_by_name():
    with pytest.raises(TypeError, match="alt"):
        figure(a_figure())


def test_figure_publishes_its_bundle_once_and_leaves_the_figure_as_it_was(monkeypatch):
    shown = []
    monkeypatch.setattr(figures, "display", lambda made, raw: shown.append((made, raw)))
    fig = a_figure()
    before = fig.dpi, tuple(fig.get_size_inches())
    assert figure(fig, alt=ALT, caption="c") is None
    assert shown == [(bundle(fig, ALT, "c"), True)]
    assert (fig.dpi, tuple(fig.get_size_inches())) == before


# The PNG


def noise():
    fig, ax = new_figure(4)
    ax.imshow(np.random.default_rng(0).random((100, 200, 3)), interpolation="nearest")
    return fig


def test_a_picture_is_1300_pixels_wide_with_a_palette_and_at_most_60_kb():
    assert faults_of_png(png(a_figure())) == []


def test_a_figure_of_another_width_becomes_as_wide():
    fig = a_figure()
    fig.set_size_inches(4, 3)
    assert faults_of_png(png(fig)) == []


def test_a_picture_that_is_too_large_becomes_coarser():
    assert len(png(noise())) <= figures.LARGEST_PNG


def test_a_picture_that_is_too_large_is_found():
    file = io.BytesIO()
    noise().savefig(file, dpi=200)
    assert len(faults_of_png(file.getvalue())) == 2


def test_white_stays_white_and_the_palette_keeps_its_colours():
    fig, ax = new_figure(2)
    plot_classes(ax, *data.overlapping())
    pixels = np.asarray(Image.open(io.BytesIO(png(fig))).convert("RGB")).reshape(-1, 3).astype(int)
    for colour in ("white", figures.BLUE, figures.ORANGE):
        wanted = 255 * np.array(to_rgb(colour))
        assert np.abs(pixels - wanted).sum(axis=1).min() < 12


def test_a_bundle_holds_the_same_picture_twice():
    made = bundle(a_figure(), ALT)
    assert base64.b64decode(made["image/png"]) == png(a_figure())


# Grey print and colour-blind readers


def brightness(colour) -> float:
    return float(np.dot(to_rgb(colour), (0.299, 0.587, 0.114)))


def test_circles_and_triangles_differ_in_shape_and_in_grey():
    one, other = figures.CLASSES
    assert (one["marker"], other["marker"]) == ("o", "^")
    assert (one["color"], other["color"]) == ("#0072B2", "#E69F00")
    assert abs(brightness(one["color"]) - brightness(other["color"])) > 0.2


def test_no_two_curves_share_their_dashes():
    assert len({str(style["linestyle"]) for style in figures.CURVES}) == len(figures.CURVES) == 5


# The plots that lessons share


def test_classes_are_drawn_by_the_columns_of_c():
    _, ax = new_figure(2)
    X, c = data.two_classes(1, points=5)
    circles, triangles = plot_classes(ax, X, c)
    np.testing.assert_array_equal(circles.get_offsets(), X[:5])
    np.testing.assert_array_equal(triangles.get_offsets(), X[5:])
    assert [group.get_label() for group in (circles, triangles)] == ["circles", "triangles"]


def is_on_the_boundary(ends, W, b) -> bool:
    scores = np.stack(ends, axis=1) @ W + b
    return bool(np.allclose(scores[:, 0], scores[:, 1]))


@pytest.mark.parametrize("seed", range(10))
def test_both_classes_have_the_same_score_on_the_line(seed):
    generator = np.random.default_rng(seed)
    W, b = generator.standard_normal((2, 2)), generator.standard_normal(2)
    first, last = np.stack(boundary(W, b), axis=1)
    assert is_on_the_boundary(boundary(W, b), W, b)
    assert np.hypot(*(first - last)) == pytest.approx(200)


def test_the_line_of_column_0_alone_is_found_to_be_off_the_boundary():
    generator = np.random.default_rng(0)
    W, b = generator.standard_normal((2, 2)), generator.standard_normal(2)
    column_0_alone = np.column_stack([W[:, 0], np.zeros(2)])
    assert not is_on_the_boundary(boundary(column_0_alone, [b[0], 0]), W, b)


def test_a_vertical_line_is_drawn_too():
    x, _ = boundary([[1, 0], [0, 0]], [-2, 0])
    np.testing.assert_allclose(x, 2)


def test_equal_columns_have_no_line():
    assert np.isnan(boundary(np.ones((2, 2)), [1, 0])).all()


def test_a_line_leaves_the_limits_as_they_are():
    _, ax = new_figure(2)
    plot_classes(ax, *data.overlapping())
    limits = ax.get_xlim(), ax.get_ylim()
    line = plot_line(ax, [[1, 0], [1, 0]], [0, 0], color="red")
    assert (ax.get_xlim(), ax.get_ylim()) == limits
    assert line.get_color() == "red" and line.get_linewidth() == 2


def test_a_curve_has_its_style_and_its_name_at_the_end():
    _, ax = new_figure(2)
    line = plot_curve(ax, [3, 2, 1], 1, "J")
    assert line.get_linestyle() == "--"
    assert [(text.get_text(), text.xy) for text in ax.texts] == [("J", (2, 1))]


def test_a_ruler_has_its_bands_between_the_edges_and_they_move():
    _, ax = new_figure(1)
    bands = plot_bands(ax, (0, 1, 3), ("low", "high"))
    assert -0.1 < ax.get_xlim()[0] < 0 and 3 < ax.get_xlim()[1] < 3.1
    place_bands(bands, (0, 2, 3))
    assert [(band.get_x(), band.get_width()) for band, _ in bands] == [(0, 2), (2, 1)]
    assert [(name.get_text(), name.get_position()[0]) for _, name in bands] == [
        ("low", 1),
        ("high", 2.5),
    ]


def test_a_figure_in_two_has_its_own_columns_below():
    fig, above, below = new_figure_in_two(3, (2, 3), 1, (3, 1))
    assert (len(above), len(below), len(fig.axes)) == (6, 1, 7)
    assert fig.get_size_inches()[0] == 6.5


def test_letters_are_large_enough_on_paper_and_on_a_screen():
    fig, ax = new_figure(2)
    ax.set(title="t", xlabel="x")
    sizes = [t.get_fontsize() for t in (ax.title, ax.xaxis.label, *ax.get_xticklabels())]
    assert min(sizes) >= 10
    from dlfs.classroom.explore.live import SCREEN_DPI

    assert min(sizes) * SCREEN_DPI / 96 >= 14


def test_no_pyplot_is_loaded_and_no_figure_is_left_open():
    program = (
        "import sys; from dlfs.classroom import explore; "
        "from dlfs.classroom.drawing import figures; explore.descent(); "
        "print('matplotlib.pyplot' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ran.stdout.decode().strip() == "False"
