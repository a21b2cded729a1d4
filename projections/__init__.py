"""What the events add up to: registers, history and figures."""
