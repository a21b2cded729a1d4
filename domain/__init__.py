"""What the programme is: events, state and decisions, without any input or output."""
