"""The HTTP API: tables of routes, and the few functions that make handlers of them."""
