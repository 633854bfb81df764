"""How the files that judge compare with those that a release of labcert came with."""

from dataclasses import dataclass

__all__ = ["SuiteState"]


@dataclass(frozen=True)
class SuiteState:
    """Names of files, relative to the suite; those of our own code begin with labcert/.

    `release` is the version whose seal they are held against, "" where the suite came without one.
    """

    release: str
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def sealed(self) -> bool:
        """Whether every file is as in the release."""
        return bool(self.release) and not self.different

    @property
    def different(self) -> tuple[str, ...]:
        """Every file that isn't as in the release."""
        return tuple(sorted((*self.changed, *self.added, *self.missing)))
