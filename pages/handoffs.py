"""Dropped handoffs: the worklist of a morning, the worst first, whose turn it is and why."""

from revdash.ui import addresses, empty, filters, headline, saved, worklist

empty.stop_unless_filled()

head = headline.head()
question = filters.parts(head.controls)
wish = worklist.wish(question)
listed = worklist.read(wish)

headline.heading(head.title, listed)
saved.offer(head.controls, "handoffs", question)
headline.actions(head.controls)
filters.chips(question)
addresses.say()
headline.sentence(listed.sentence)

worklist.show(listed)
worklist.offer_file(listed, wish)
