"""Labels by their names, as todos carry them."""

import pytest
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.todos.labels import queries, service
from taskpal.todos.labels.errors import MOST, TooManyLabels


def test_a_name_that_is_new_becomes_a_label(session: Session, ana: OwnerId) -> None:
    ids = service.ids_of(session, ana, ["home", "Errands"], make=True).split()

    names = queries.names_of(session, ana, ids)
    assert [names[one] for one in ids] == ["home", "Errands"]


def test_names_are_the_same_label_whatever_their_case(
    session: Session, ana: OwnerId
) -> None:
    first = service.ids_of(session, ana, ["straße"], make=True)

    assert service.ids_of(session, ana, ["STRASSE", "Straße"], make=True) == first


def test_nothing_is_made_unless_asked_for(session: Session, ana: OwnerId) -> None:
    known = service.ids_of(session, ana, ["home"], make=True)

    assert service.ids_of(session, ana, ["work", "home"], make=False) == known


def test_bens_label_is_not_anas(session: Session, ana: OwnerId, ben: OwnerId) -> None:
    hers = service.ids_of(session, ana, ["home"], make=True)

    assert service.ids_of(session, ben, ["home"], make=False) == ""
    assert queries.names_of(session, ben, [hers]) == {}


def test_there_are_only_so_many_labels(session: Session, ana: OwnerId) -> None:
    names = [f"label {number}" for number in range(MOST)]
    service.ids_of(session, ana, names, make=True)

    with pytest.raises(TooManyLabels):
        service.ids_of(session, ana, ["one more"], make=True)
