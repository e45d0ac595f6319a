import re

from taskpal.settings import PROJECT
from taskpal.ui import plain


def html(*children: object) -> str:
    return plain.page("Sign in", *children).body.decode()


def test_a_page_has_a_language_a_title_and_the_one_stylesheet() -> None:
    page = html()

    assert page.startswith('<!doctype html><html lang="en">')
    assert "<title>Sign in · TaskPal</title>" in page
    assert re.search(r'href="/taskpal\.css\?v=[0-9a-f]{12}"', page)


def test_everything_a_page_links_to_from_its_head_is_there() -> None:
    for file in re.findall(r'<link[^>]+href="/([^"?]+)', html()):
        assert (PROJECT / "assets" / file).is_file(), file


def test_a_form_posts_and_carries_its_token() -> None:
    form = str(plain.form("/sign-in", "the-token", plain.button("Go")))

    assert 'method="post" action="/sign-in"' in form
    assert '<input type="hidden" name="csrf" value="the-token">' in form
    assert '<button class="button primary" type="submit">Go</button>' in form


def test_a_field_has_a_label_and_its_hint_is_read_out() -> None:
    field = str(plain.field("password", "Password", kind="password", hint="Long."))

    assert '<label for="password">Password</label>' in field
    assert 'aria-describedby="password-hint"' in field
    assert '<p class="hint" id="password-hint">Long.</p>' in field
    assert "aria-invalid" not in field


def test_what_is_wrong_with_a_field_takes_the_place_of_its_hint() -> None:
    field = str(plain.field("a", "A", hint="Long.", problem="Too short.", value="x"))

    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="a-problem"' in field
    assert "Long." not in field
    assert 'value="x"' in field


def test_whatever_people_type_is_text_and_not_markup() -> None:
    hostile = '"><script>alert(1)</script>'

    written = html(
        plain.form(hostile, hostile, plain.field("a", hostile, value=hostile)),
        plain.alert(hostile),
        plain.problem_page(hostile, hostile, 400).body.decode(),
    )

    assert "<script" not in written


def test_a_problem_page_says_what_and_leads_on() -> None:
    page = plain.problem_page("Not found", "That is gone.", 404, {"Retry-After": "5"})

    assert page.status_code == 404
    assert page.headers["retry-after"] == "5"
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    text = page.body.decode()
    assert "<h1>Not found</h1>" in text
    assert "That is gone." in text
    assert 'href="/"' in text
