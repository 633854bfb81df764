"""What people do with a session in the store, a module a verb: from its creation to its signatures."""
