"""The tour: what happened at the demo company, where to look, and what it teaches."""

from revdash.ui import demo, headline

headline.title("Tour", "What happened at the fictional company, where it shows, and why.")
demo.tour()
demo.leave()
