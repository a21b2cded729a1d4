"""What it costs to trust the log: the chain, the seals, reading everything again, and erasing."""
