"""The demo company: a fictional firm, its people and what happened to them in 65 weeks."""
