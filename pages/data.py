"""Files in: drop them, see how they are read, import them, open each receipt, take them back."""

from revdash.ui import demo, headline, history, intake, receipts, stewardship

headline.title("Data", "Every import is one release of the store; any of them can be taken back.")
demo.leave()
intake.drop()
intake.under_way()
intake.opened()
receipts.opened()
history.listed()
stewardship.sources()
stewardship.joined()
stewardship.oddities()
stewardship.releases()
