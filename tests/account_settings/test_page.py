"""The page /settings is built without a wrong name in it."""

from taskpal.account_settings.pages import settings


def test_the_page_can_be_built() -> None:
    assert settings().render()
