"""`labcert verify`: is everything as it was signed, who vouches for that, and does it hold today?

`entry` tells a bundle from a certificate. A bundle is checked from the outside in: `bundle` (manifest first), `zips`,
`signatures`, `files`, `record` (the log), `verdicts`, and `companions`, what was laid beside the manifest later. A
certificate is `documents` (its envelope), `certificate` (what it says), `timestamps`, `revocations` and `pdf`. Nothing
is written, unpacked or fetched.
"""

from labcert.session.verifying.entry import verify
from labcert.session.verifying.question import Question

__all__ = ["Question", "verify"]
