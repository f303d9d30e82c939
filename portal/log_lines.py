"""Write one line of the log an event, in UTC: whatever a visitor sent can't begin a line of its own."""

import logging
import time

# What ends a line for whoever reads the log, and what a terminal obeys.
_UNPRINTED = {code: f"\\x{code:02x}" for code in (*range(32), 127, *range(128, 160))} | {0x2028: "\\u2028", 0x2029: "\\u2029"}
_KEEP_IN_FAULTS = {code: sign for code, sign in _UNPRINTED.items() if code != ord("\n")}


class Line(logging.Formatter):
    """Say when, how grave, by whom of the program, and what; a fault's own report stands in lines below, each set in."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 the name is logging's
        """Write the line with its control characters spelled out."""
        return super().formatMessage(record).translate(_UNPRINTED)

    def formatException(self, ei: object) -> str:  # noqa: N802
        """Set the report of a fault in, so that no line of it can be taken for an event."""
        report = super().formatException(ei)  # type: ignore[arg-type]
        return "\n".join(f"    {line}" for line in report.translate(_KEEP_IN_FAULTS).split("\n"))
