"""What implements the ports: the hosts over HTTP, and the systems under test. The runner alone names them."""

__all__: list[str] = []
