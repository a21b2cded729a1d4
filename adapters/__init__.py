"""What the service needs from outside: the database, keys, files."""
