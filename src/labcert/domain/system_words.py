"""What the operating system answers when it refuses, in the chosen language: its own words are English, or odd."""

import errno

from labcert.domain.language import _

__all__ = ["system_words"]


def system_words(error: BaseException) -> str:
    """Return why something could not be done, to stand after a colon: no capital letter, no full stop.

    What is not among the usual reasons keeps the words that it came with.
    """
    number = error.errno if isinstance(error, OSError) else None
    known = _usual().get(number) if number is not None else None
    return known or str(getattr(error, "strerror", None) or error) or type(error).__name__


def _usual() -> dict[int, str]:
    return {
        errno.ENOENT: _("filen eller mappen findes ikke"),
        errno.EACCES: _("adgang nægtet"),
        errno.EPERM: _("det er ikke tilladt"),
        errno.EROFS: _("der kan ikke skrives på det drev"),
        errno.ENOSPC: _("der er ikke plads på disken"),
        errno.EDQUOT: _("der er ikke mere plads til denne bruger"),
        errno.EISDIR: _("det er en mappe og ikke en fil"),
        errno.ENOTDIR: _("noget i stien er ikke en mappe"),
        errno.EEXIST: _("der er allerede noget med det navn"),
        errno.ENOTEMPTY: _("mappen er ikke tom"),
        errno.ENAMETOOLONG: _("navnet er for langt"),
        errno.ELOOP: _("stien går i ring"),
        errno.EFBIG: _("filen er for stor"),
        errno.EBUSY: _("den er i brug"),
        errno.EMFILE: _("der er for mange åbne filer"),
        errno.ENOEXEC: _("det er ikke et program, som maskinen kan køre"),
        errno.EIO: _("disken eller forbindelsen til den svigtede"),
        errno.EADDRINUSE: _("porten er i brug"),
        errno.ECONNREFUSED: _("forbindelsen blev afvist"),
        errno.ECONNRESET: _("forbindelsen blev afbrudt"),
        errno.EPIPE: _("forbindelsen blev lukket"),
        errno.ETIMEDOUT: _("der kom intet svar i tide"),
        errno.EHOSTUNREACH: _("maskinen kan ikke nås"),
        errno.ENETUNREACH: _("nettet kan ikke nås"),
    }
