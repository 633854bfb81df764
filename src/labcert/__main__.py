"""`python -m labcert` is the command `labcert`."""

from labcert.cli import main

if __name__ == "__main__":
    main()
