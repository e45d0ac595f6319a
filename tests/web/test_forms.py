import pytest
from starlette.requests import Request
from starlette.types import Message

from taskpal.web import forms
from taskpal.web.forms import BadForm


def test_each_field_is_clean_text_also_when_it_is_empty() -> None:
    form = forms.fields(b"email=ana%40example.com&name=Zo%C3%AB+Q&next=")

    assert form == {"email": "ana@example.com", "name": "Zoë Q", "next": ""}


async def test_a_form_that_breaks_off_is_refused() -> None:
    async def receive() -> Message:
        return {"type": "http.disconnect"}

    headers = [(b"content-type", b"application/x-www-form-urlencoded; charset=utf-8")]
    request = Request({"type": "http", "headers": headers}, receive)

    with pytest.raises(BadForm, match="did not arrive as a whole"):
        await forms.read(request)
