"""Migrations: each step from one shape of the desk to the next; forward only.

To add one, change the table in ``revdash/desk/tables``, write ``versions/rNNNN_<subject>.py``
by hand, and run ``tests/desk``: it says where tables and steps differ.
"""
