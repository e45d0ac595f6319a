"""Lists, todos as people type them, comments and filters for an example account."""

from typing import Final

from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.todos.comments import service as comments
from taskpal.todos.comments.schemas import NewComment
from taskpal.todos.fields import Colour
from taskpal.todos.finding.filters import service as filters
from taskpal.todos.finding.filters.schemas import NewFilter
from taskpal.todos.lists import keeping
from taskpal.todos.lists import service as lists
from taskpal.todos.lists.schemas import NewList
from taskpal.todos.quick_add import service as quick_add
from taskpal.todos.quick_add.schemas import QuickLines

HOME: Final = """\
Pay the rent every 1st at 9am #Home /Bills @money p1 for 10min
Read the meters every 3 months #Home /Bills @money
Water the plants on the balcony every! 3 days #Home /Garden
Sow the tomatoes start in 2 weeks #Home /Garden @seeds
Summer party #Home p2 {in 40 days}
  Invite everyone in 10 days @calls
  Borrow the long table
    Ask Noor for her trailer @calls
  Make a playlist // Something that Grandma can dance to as well.
"""
GARDEN_SHED: Final = """\
Sharpen the shears every year
Mend the wheelbarrow in 5 days @errands
"""
WORK: Final = """\
Stand-up every workday at 9:30 #Work @team for 15min
Send the weekly report every friday 16:00 #Work @writing p2 for 45min
Review the budget {in 3 weeks} #Work /Planning @money p3
Call the studio in Lisbon tomorrow 10am Europe/Lisbon #Work @calls
"""
LAST_YEAR: Final = """\
Book the ferry
Find the passports
"""
FILTERS: Final[tuple[tuple[str, str, Colour], ...]] = (
    ("First things first", "(today | overdue) & !@waiting", "red"),
    ("Calls to make", "@calls & !#Work", "blue"),
)


def furnish(session: Session, owner_id: OwnerId) -> None:
    """Put all that into the account, dated from today."""
    home = lists.add(session, owner_id, NewList(name="Home", colour="green"))
    shed = NewList(name="Garden shed", colour="lime", parent=home.id)
    lists.add(session, owner_id, NewList(name="Work", colour="blue"))
    party = _write(session, owner_id, HOME)[4]
    _write(session, owner_id, GARDEN_SHED, lists.add(session, owner_id, shed).id)
    _write(session, owner_id, WORK)
    trip = lists.add(session, owner_id, NewList(name="Trip of last year")).id
    _write(session, owner_id, LAST_YEAR, trip)
    keeping.archive(session, owner_id, trip)
    for text in ("Ben has the big grill.", "**Rain?** Then in the barn."):
        comments.add(session, owner_id, NewComment(todo=party, text=text))
    for name, query, colour in FILTERS:
        new = NewFilter(name=name, query=query, colour=colour)
        filters.add(session, owner_id, new)


def _write(
    session: Session, owner_id: OwnerId, lines: str, list_id: str = "inbox"
) -> list[str]:
    """The ids of the todos that the lines make."""
    sent = QuickLines(text=lines, list=list_id)
    return [todo.id for todo in quick_add.add(session, owner_id, sent).todos]
