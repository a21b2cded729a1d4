"""The demonstration: a made-up district that lived through 2020–2024, to be visited as of any day.

People, schools and statistics exist nowhere. Everything is loaded through the unit of work that
the API uses, in a database whose log may be told the time; the same plan, made from a fixed seed,
is loaded at every start, so that an interrupted load goes on where it stopped.
"""
