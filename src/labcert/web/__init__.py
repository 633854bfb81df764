"""labcert over HTTP: `api` is for a vendor's pipeline."""
