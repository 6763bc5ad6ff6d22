"""Keeps what was seen behind each printed link, by the program and by people, and says what follows from it.

In come findings inside a transaction; out goes the standing of each link. Rows are added and never changed. A verdict
of the program holds until the next one; a person's counts once two different persons say the same after it. What could
not be checked takes nothing away from an earlier verdict but its freshness.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Connection, func, insert, select

from kiosk.clock import read_moment
from kiosk.errors import OfficeError
from kiosk.office import events
from kiosk.office.database.schema import LINK_CHECK
from kiosk.office.events import Act, EventKind
from kiosk.watch.links import LinkFinding, LinkState, PrintedLink

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """One look at a link: when (seconds since 1970), by which person (None: the program), what was seen."""

    url: str
    code: str
    state: LinkState
    evidence: str
    at: int
    person: int | None


@dataclass(frozen=True, slots=True)
class LinkStanding:
    """What is known of a link now: its state, why, since when; `tried_at`: the last look, whatever came of it."""

    state: LinkState = LinkState.UNKNOWN
    evidence: str = "chưa kiểm tra lần nào"
    at: int | None = None
    tried_at: int | None = None
    voices: tuple[LinkCheck, ...] = ()

    @property
    def day(self) -> date | None:
        """The day of the verdict, in Vietnam; None before the first."""
        return read_moment(self.at).date() if self.at is not None else None

    def is_fresh(self, now: int, days: int) -> bool:
        """Whether a verdict stands that is not older than so many days."""
        return self.state is not LinkState.UNKNOWN and self.at is not None and now - self.at < days * _DAY


def derive_standing(checks: Iterable[LinkCheck]) -> LinkStanding:
    """What follows from all looks at one link, in the order of time."""
    standing = LinkStanding()
    for check in checks:
        standing = _apply_check(standing, check)
    return standing


def _apply_check(standing: LinkStanding, check: LinkCheck) -> LinkStanding:
    if check.person is None:
        if check.state is LinkState.UNKNOWN and standing.at is not None:
            return LinkStanding(standing.state, standing.evidence, standing.at, check.at, standing.voices)
        at = None if check.state is LinkState.UNKNOWN else check.at
        return LinkStanding(check.state, check.evidence, at, check.at, standing.voices if at is None else ())
    # A person's later word replaces the earlier one.
    voices = (*(v for v in standing.voices if v.person != check.person), check)
    agreeing = [v for v in voices if v.state is check.state]
    if check.state is not LinkState.UNKNOWN and len(agreeing) > 1:
        return LinkStanding(check.state, "hai người cùng xác nhận", check.at, check.at, ())
    return LinkStanding(standing.state, standing.evidence, standing.at, standing.tried_at, voices)


def load_standings(connection: Connection) -> dict[str, LinkStanding]:
    """The standing of every link that was ever looked at, by its address."""
    checks: dict[str, list[LinkCheck]] = {}
    for check in _list_checks(connection):
        checks.setdefault(check.url, []).append(check)
    return {url: derive_standing(looks) for url, looks in checks.items()}


def load_standing(connection: Connection, url: str) -> LinkStanding:
    """The standing of one link."""
    return derive_standing(_list_checks(connection, url))


def _list_checks(connection: Connection, url: str | None = None) -> tuple[LinkCheck, ...]:
    """Looks in the order of time, from the program's last verdict on each link on: what was before it says no more."""
    is_verdict = LINK_CHECK.c.person.is_(None) & (LINK_CHECK.c.state != LinkState.UNKNOWN.value)
    verdicts = select(LINK_CHECK.c.url, func.max(LINK_CHECK.c.id).label("id")).where(is_verdict)
    if url is not None:
        verdicts = verdicts.where(LINK_CHECK.c.url == url)
    last = verdicts.group_by(LINK_CHECK.c.url).subquery()
    query = (
        select(LINK_CHECK)
        .outerjoin(last, last.c.url == LINK_CHECK.c.url)
        .where(LINK_CHECK.c.id >= func.coalesce(last.c.id, 0))
        .order_by(LINK_CHECK.c.id)
    )
    if url is not None:
        query = query.where(LINK_CHECK.c.url == url)
    return tuple(
        LinkCheck(row.url, row.code, LinkState(row.state), row.evidence, row.at, row.person)
        for row in connection.execute(query)
    )


def keep_finding(connection: Connection, act: Act, link: PrintedLink, finding: LinkFinding) -> LinkStanding:
    """Add a look at a link, by the person of the act; a change of its standing is an event."""
    before = load_standing(connection, link.url)
    check = LinkCheck(link.url, link.code, finding.state, finding.evidence[:400], act.at, act.person)
    connection.execute(insert(LINK_CHECK).values(asdict(check) | {"state": check.state.value}))
    after = _apply_check(before, check)
    if after.state is not before.state:
        facts = {"state": after.state.value, "evidence": after.evidence, "url": link.url}
        was = {"state": before.state.value}
        events.record(connection, act, EventKind.LINK_CHANGED, f"link/{link.code}", was, facts)
    return after


def keep_word(connection: Connection, act: Act, link: PrintedLink, state: LinkState) -> LinkStanding:
    """A person says what stands behind a link. Raises `OfficeError` where nobody is named."""
    if act.person is None:
        raise OfficeError("chưa rõ ai xem đường dẫn", place=f"thủ tục {link.code}", way_out="đăng nhập rồi xem lại")
    return keep_finding(connection, act, link, LinkFinding(state, f"người xem ghi: {state.label}"))


def order_links(
    links: Iterable[PrintedLink], standings: Mapping[str, LinkStanding], now: int, days: int
) -> tuple[PrintedLink, ...]:
    """The links that are to be looked at, the most pressing first: new ones, what is asked most, what hangs most, what
    was looked at longest ago. A link that could not be checked waits a day."""

    def is_due(link: PrintedLink) -> bool:
        standing = standings.get(link.url, LinkStanding())
        if standing.is_fresh(now, days):
            return False
        return standing.tried_at is None or now - standing.tried_at >= min(days, 1) * _DAY

    def key(link: PrintedLink) -> tuple[bool, bool, int, int, str]:
        standing = standings.get(link.url, LinkStanding())
        return (standing.tried_at is not None, not link.asked_most, -link.sheets, standing.tried_at or 0, link.code)

    return tuple(sorted(filter(is_due, links), key=key))


def list_for_people(
    links: Iterable[PrintedLink], standings: Mapping[str, LinkStanding], now: int, days: int
) -> tuple[PrintedLink, ...]:
    """The links that only people can settle: looked at in vain, or doubted by somebody; what hangs most first."""

    def waits(link: PrintedLink) -> bool:
        standing = standings.get(link.url, LinkStanding())
        return (standing.tried_at is not None and not standing.is_fresh(now, days)) or bool(standing.voices)

    return tuple(sorted(filter(waits, links), key=lambda k: (not k.asked_most, -k.sheets, k.code)))
