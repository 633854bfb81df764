"""The composition root: joins protocols, adapters, session and reports into a run; only this room names them all."""
