"""The pages in a browser without a network: they paint fast, explorers move, questions answer."""

import re
from itertools import product

import pytest

from dlfs.classroom import lessons
from dlfs.classroom.lessons.question import ANY
from dlfs.classroom.wording import one_line
from tools.course import read_course
from tools.site import build
from tools.site.questions import texts_of

# What answers a question, as if every question had been answered.
UNFOLD = "document.querySelectorAll('.after').forEach(each => { each.open = true; })"
THERE = build.existing(read_course())
LESSONS = [build.frame.address(lesson) for lesson in THERE]
PAGES = ["index.html", "practice.html", *LESSONS]
FIRST_PAINT = 1000
PAINT = """new Promise(done => new PerformanceObserver(list => list.getEntries()
    .filter(entry => entry.name === 'first-contentful-paint')
    .forEach(entry => done(entry.startTime))).observe({type: 'paint', buffered: true}))"""
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
SHOWN = "all => all.filter(each => !each.hidden).map(each => [each.alt, each.naturalWidth])"


@pytest.fixture
def opened(chromium, site):
    """Return a function that opens a page, offline, and notes what it asks for and complains of."""
    contexts = []

    def open_page(name, width=1280, folded=False, **options):
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        context.set_offline(True)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto((site / name).as_uri() if isinstance(name, str) else name.as_uri())
        if not folded and options.get("java_script_enabled", True):
            page.evaluate(UNFOLD)
        return page

    yield open_page
    for context in contexts:
        context.close()


def asked_elsewhere(page) -> list[str]:
    return [url for url in page.asked if not url.startswith(("file:", "data:"))]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_no_other_machine_and_complains_of_nothing(opened, name):
    page = opened(name)
    assert page.asked and asked_elsewhere(page) == []
    assert page.complaints == []
    broken = "images => images.filter(image => !image.naturalWidth).map(image => image.src)"
    assert page.eval_on_selector_all("img", broken) == []


def test_a_picture_from_elsewhere_is_found(opened, site, tmp_path):
    text = (site / LESSONS[0]).read_text(encoding="utf-8")
    planted = text.replace("</main>", '<img src="http://example.org/a.png" alt=""></main>')
    forbidden, allowed = tmp_path / "forbidden.html", tmp_path / "allowed.html"
    forbidden.write_text(planted, encoding="utf-8")
    allowed.write_text(POLICY.sub("", planted), encoding="utf-8")
    assert any("Content Security Policy" in text for text in opened(forbidden).complaints)
    assert asked_elsewhere(opened(allowed)) == ["http://example.org/a.png"]


def first_paint(opened, name) -> float:
    """Return the milliseconds until something was to be seen, the best of three openings."""
    times = []
    for _ in range(3):
        page = opened(name)
        times.append(page.evaluate(PAINT))
        page.close()
    return min(times)


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_painted_within_a_second(opened, name):
    assert first_paint(opened, name) < FIRST_PAINT


def test_a_page_that_paints_late_is_found(opened, site, tmp_path):
    late = "const end = performance.now() + 1200; while (performance.now() < end);"
    page = tmp_path / "late.html"
    page.write_text(f"<!DOCTYPE html><script>{late}</script><p>late", encoding="utf-8")
    assert first_paint(opened, page) > FIRST_PAINT


def violations(page, **options) -> list[str]:
    """Return what axe finds serious or critical."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"resultTypes": ["violations"]} | options
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{entry['id']}: {entry['nodes'][0]['html'][:200]}"
        for entry in found
        if entry["impact"] in ("serious", "critical")
    ]


def unfolded(page):
    """Return the page with everything unfolded, and its script done with that."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    page.evaluate("new Promise(done => setTimeout(done, 50))")
    return page


CONTRAST = "color-contrast"


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(opened, name):
    assert violations(unfolded(opened(name))) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_every_letter_readable_in_the_dark(opened, name):
    page = unfolded(opened(name, color_scheme="dark"))
    assert violations(page, runOnly=[CONTRAST]) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious_on_a_narrow_screen(opened, name):
    page = unfolded(opened(name, width=360))
    assert violations(page, rules={CONTRAST: {"enabled": False}}) == []


def test_axe_finds_a_picture_without_words_and_pale_letters(opened):
    page = opened(LESSONS[0])
    page.evaluate("document.querySelector('main img[alt]:not([alt=\"\"])').removeAttribute('alt')")
    page.evaluate("document.querySelector('main p').style.color = '#bbbbbb'")
    assert {found.split(":")[0] for found in violations(page)} == {"image-alt", CONTRAST}


@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_screen_needs_no_sideways_scrolling(opened, name):
    page = opened(name, width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def shown(explorer) -> tuple:
    """Return the alt texts that are to be seen, the readout, and what each control says."""
    pictures = explorer.locator(".stage img").evaluate_all(SHOWN)
    assert all(width > 0 for _, width in pictures)
    values = [each.get_attribute("aria-valuetext") for each in explorer.locator("input").all()]
    assert explorer.locator("output").all_inner_texts() == values
    return [alt for alt, _ in pictures], explorer.locator(".readout").inner_text(), values


def places_of(control) -> list[str]:
    return control.get_attribute("data-labels").split("|")


@pytest.mark.parametrize("name", LESSONS)
def test_every_explorer_moves_by_keyboard_through_all_its_states(opened, name):
    page = opened(name)
    for explorer in page.locator(".explorer").all():
        controls = explorer.locator("input").all()
        sentences = explorer.locator(".stage img").evaluate_all("all => all.map(each => each.alt)")
        states = list(product(*map(places_of, controls)))
        for sentence, labels in zip(sentences[1:], states, strict=True):
            for control, label in zip(controls, labels, strict=True):
                move(control, places_of(control).index(label))
            assert shown(explorer) == (["", sentence], " ".join(sentence.split()), list(labels))


def move(control, place: int) -> None:
    """Move a control to its place by the keys."""
    here = int(control.input_value())
    control.focus()
    if place == 0 and here:
        control.press("Home")
    for _ in range(abs(place - here) if place else 0):
        control.press("ArrowRight" if place > here else "ArrowLeft")


@pytest.mark.parametrize("name", LESSONS)
def test_every_explorer_moves_by_pointer(opened, name):
    page = opened(name)
    for control in page.locator(".explorer input").all():
        control.scroll_into_view_if_needed()
        labels, box = places_of(control), control.bounding_box()
        page.mouse.move(box["x"] + 4, box["y"] + box["height"] / 2)
        page.mouse.down()
        assert control.get_attribute("aria-valuetext") == labels[0]
        page.mouse.move(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2, steps=5)
        page.mouse.up()
        assert control.get_attribute("aria-valuetext") == labels[-1]


def test_a_film_goes_on_and_back_by_its_buttons_and_stays_within_its_steps(opened):
    film = opened(LESSONS[0]).locator("#film-1")
    back, step = (film.get_by_role("button", name=name) for name in ("Back", "Step"))
    for button, place in zip((step,) * 3 + (back,) * 3, "122100", strict=True):
        button.press("Enter")
        assert shown(film)[2] == [place]
        assert shown(film)[1].startswith(f"Step {place} of 2, line ")


def give(form, answer: str) -> str:
    """Commit `answer` as a reader does; return what is said."""
    letter = form.locator(f'input[type=radio][value="{answer}"]')
    if letter.count():
        letter.check()
    else:
        form.locator("input[type=text], textarea").fill(answer)
    form.locator("button").click()
    return " ".join(form.locator(".verdict").inner_text().split())


def written(value) -> str:
    values = value if isinstance(value, list) else [value]
    return "; ".join("0.5" if entry == ANY else str(entry) for entry in values)


def words_of(text: str) -> list[str]:
    """Return the words of a text that are not in a formula, where the page looks different."""
    return re.findall(r"[A-Za-z]{3,}", re.sub(r"\$[^$]*\$|`[^`]*`|\n {4}.*", " ", text))


def asked_by(page) -> list:
    """Return the forms of a page with their questions."""
    forms = page.locator(".question").all()
    names = [form.locator(".card-title").inner_text().split(":")[0] for form in forms]
    return [(form, lessons.find_question(name)) for form, name in zip(forms, names, strict=True)]


@pytest.mark.parametrize("name", LESSONS)
def test_every_wrong_answer_is_answered_by_its_misconception(opened, name):
    page = opened(name)
    answered = 0
    for form, question in asked_by(page):
        for number, entry in enumerate(question.wrong):
            said = give(form, written(entry.value))
            assert form.locator(".verdict").get_attribute("data-key") == f"wrong-{number}"
            assert "Not yet." in said
            assert [word for word in words_of(entry.reply) if word not in said] == []
            again = number == 0
            assert (texts_of(question)["again"] in said) == again
            opened_too = form.locator(".verdict details[open]").count()
            assert opened_too == bool(getattr(question, "refresher", ""))
            why = words_of(question.why)
            assert all(word in said for word in why) != again or not why
            answered += 1
    assert answered > 5


@pytest.mark.parametrize("name", LESSONS)
def test_every_right_answer_is_called_right_and_explained(opened, name):
    page = opened(name)
    for form, question in asked_by(page):
        sentence = "a sentence of my own"
        said = give(form, sentence if question.kind == "sentence" else written(question.answer))
        verdict = "Kept." if question.kind == "sentence" else "Right."
        assert verdict in said
        assert [word for word in words_of(question.why) if word not in said] == []


def test_what_is_no_answer_is_not_committed(opened):
    page = opened(LESSONS[0])
    for form, _ in asked_by(page):
        form.locator("button").click()
        said = form.locator(".verdict").inner_text()
        assert "expected" in said and "again" not in said and "You predict" not in said
        assert form.locator(".verdict").get_attribute("data-key") == "unreadable"


def test_a_revised_answer_keeps_the_first_prediction_in_sight(opened):
    page = opened(next(name for name in LESSONS if name.startswith("04")))
    form = next(form for form, question in asked_by(page) if question.id == "gd-2")
    assert "You predict A." in give(form, "A")
    assert "You predict 44 (your first prediction: A)." in give(form, "44")
    assert form.locator("input:checked").count() == 0
    assert "Right." in give(form, "C")
    assert form.locator("input[type=text]").input_value() == ""


def test_a_question_of_several_numbers_says_which_are_right(opened):
    page = opened(next(name for name in LESSONS if name.startswith("04")))
    form, question = next((form, one) for form, one in asked_by(page) if one.id == "gd-1")
    said = give(form, "10; 77,5")
    assert f"{one_line(question.labels[0])}: right; {one_line(question.labels[1])}: no." in said


def test_without_a_script_the_printed_strip_stands_in_for_the_explorer(opened):
    page = opened(LESSONS[0], java_script_enabled=False)
    page.locator(".after > summary").first.click()
    assert page.locator(".strip img").first.is_visible()
    assert not page.locator(".moving").first.is_visible()
    assert not page.locator(".question button").first.is_visible()
    assert page.locator(".question .card-title").first.is_visible()


def test_what_answers_a_question_is_folded_until_somebody_commits(opened):
    page = opened(next(name for name in LESSONS if name.startswith("04")), folded=True)
    answer = page.locator('details[data-after="gd-2"]')
    form = page.locator(".question", has_text="gd-2:")
    assert not answer.locator(".cell").first.is_visible()
    form.get_by_role("button", name="Commit").click()
    assert not answer.locator(".cell").first.is_visible()
    form.locator("input[type=radio]").first.check()
    form.get_by_role("button", name="Commit").click()
    assert answer.locator(".cell").first.is_visible()


def test_without_a_script_what_answers_a_question_is_folded_and_can_be_opened(opened):
    page = opened(LESSONS[4], java_script_enabled=False)
    answer = page.locator("details.after").first
    assert not answer.locator(".cell").first.is_visible()
    answer.locator("summary").first.click()
    assert answer.locator(".cell").first.is_visible()


def test_paper_shows_the_strip_and_what_is_folded_away_but_no_hint(opened):
    page = opened(next(name for name in LESSONS if name.startswith("04")), folded=True)
    folded = page.locator("main > details, .after > details")
    assert folded.count() and not folded.last.evaluate("each => each.open")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert folded.evaluate_all("all => all.every(each => each.open)")
    assert not page.locator(".exercise details").first.evaluate("each => each.open")
    assert page.locator(".strip img").first.is_visible()
    for hidden in (".moving", ".question button", ".contents", "header nav"):
        assert not page.locator(hidden).first.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not folded.last.evaluate("each => each.open")


@pytest.mark.parametrize("name", LESSONS)
def test_formulas_are_set_in_the_font_of_the_page(opened, name):
    page = opened(name)
    page.evaluate("document.fonts.ready.then(() => 0)")
    formulas = page.locator("math")
    # A browser loads a font when a sign of it is to be seen: lesson 11 folds its few formulas.
    is_seen = formulas.evaluate_all("all => all.some(each => each.checkVisibility())")
    status = "loaded" if is_seen else "unloaded"
    assert page.evaluate("[...document.fonts].map(font => font.status)") == [status]
    families = "all => [...new Set(all.map(each => getComputedStyle(each).fontFamily))]"
    wanted = ['"Course Math", math, serif'] if formulas.count() else []
    assert formulas.evaluate_all(families) == wanted


def test_the_skip_link_is_the_first_stop_of_the_keyboard(opened):
    page = opened(LESSONS[0])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    box = page.locator(".skip").bounding_box()
    assert box["x"] >= 0 and box["y"] >= 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/*.html#content")


def test_whatever_scrolls_sideways_can_be_reached_by_keyboard(opened):
    page = opened(LESSONS[0], width=360)
    missed = "each => each.scrollWidth > each.clientWidth && each.tabIndex < 0"
    assert page.locator("pre, .wide").evaluate_all(f"all => all.filter({missed}).length") == 0
    assert page.locator("pre[tabindex]").count() > 0
