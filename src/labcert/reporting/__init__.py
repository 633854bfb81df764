"""Derives what people read (the Danish report, Allure) from a session's events and verdict; changes neither."""
