"""The composition root: joins protocols, adapters, session and reports into a run; the only room that names them all."""
