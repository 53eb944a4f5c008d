"""The pulse: what both sides say of working together; or, with a link, the questions alone."""

from revdash.ui import answering, empty, pulse

if answering.is_on():
    answering.show()
else:
    empty.stop_unless_filled()
    pulse.show()
