"""What people and programs touch: the API, the command line, the demonstration."""
