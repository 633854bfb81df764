"""What the command line can do for a run, over HTTP with a token: sessions, runs, questions, verdict, report, bundle.

`document` describes it (OpenAPI 3.1), `bodies` are the shapes, `shelf` is where sessions are (`folders` or `stored`),
`runs` lets few of them run at a time, `app` joins these.
"""
