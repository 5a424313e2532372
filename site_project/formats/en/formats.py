"""Times by the clock of 24 hours, as they are typed."""

DATETIME_FORMAT = "j M Y, H:i"
TIME_FORMAT = "H:i"
