"""What it costs to trust the log: the chain, the seals, and reading everything again."""
