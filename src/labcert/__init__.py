"""labcert: conformance tests and certificates for GP systems that share laboratory answers with LABA and MiBa."""

__version__ = "0.1.0"

__all__ = ["__version__"]
