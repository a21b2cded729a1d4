"""Measurements beside the ``eventsourcing`` library and beside plain SQL, on one database."""
