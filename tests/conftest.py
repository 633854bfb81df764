"""What every test of the tool itself may use."""

pytest_plugins = ["pytester"]
