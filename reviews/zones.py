"""Times as the newsroom says them: in its own zone, the zone named, with what that is in UTC."""

from datetime import MAXYEAR, MINYEAR, UTC, datetime, tzinfo

from django.utils import timezone
from django.utils.formats import date_format

# Years in which a time may have no counterpart in UTC that Python could hold.
EDGES = (MINYEAR, MAXYEAR)


def in_words(moment: datetime) -> str:
    """“1 Jul 2026, 20:15 CEST (18:15 UTC)”; where the zone is UTC it is said once."""
    local = timezone.localtime(moment)
    words = f"{date_format(local, 'DATETIME_FORMAT')} {local.tzname()}"
    return words if local.tzname() == "UTC" else f"{words} ({in_utc(local)})"


def in_utc(local: datetime) -> str:
    """An aware time in UTC: the hour, and the day where that is another one there."""
    utc = local.astimezone(UTC)
    day = "" if utc.date() == local.date() else f"{date_format(utc.date(), 'j F Y')}, "
    return f"{day}{utc:%H:%M} UTC"


def readings(wall: datetime, zone: tzinfo) -> list[datetime]:
    """
    The moments at which clocks in `zone` show the naive time `wall`.

    One; none where the clocks are put forward over it; two where they are put back over it.
    """
    if wall.year in EDGES:
        return [wall.replace(tzinfo=zone)]
    both = [wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    real = [moment for moment in both if _shown(moment, zone) == wall]
    return real[:1] if len({moment.utcoffset() for moment in real}) == 1 else real


def after_the_gap(wall: datetime, zone: tzinfo) -> datetime:
    """The first time that clocks show after a gap in which `wall` lies, as naive time."""
    before, after = (wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return wall + (before - after if before > after else after - before)


def _shown(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0)
