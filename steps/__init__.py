"""The sentences of the features, one module a noun; they know ports and checks, never a mock or an adapter."""
