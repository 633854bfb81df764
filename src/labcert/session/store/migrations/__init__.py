"""How a store of an older version becomes one of this version, a revision a module (Alembic)."""
