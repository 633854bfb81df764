"""Alembic's way in: the connection comes from whoever opens the store, in a transaction that is theirs."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
