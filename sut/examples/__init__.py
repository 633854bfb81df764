"""Examples that a vendor may copy: a program around one's own system, in Python and in plain shell."""
