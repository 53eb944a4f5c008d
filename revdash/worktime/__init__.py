"""Business time: calendars, and the open time between instants, in Python and in SQL."""
