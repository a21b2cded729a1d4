"""PostgreSQL: the log, the registers and the server itself."""
