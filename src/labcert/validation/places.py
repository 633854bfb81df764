"""Where in a message something is, as a person reads it."""

import re

from lxml import etree

__all__ = ["element_at", "local", "path_of", "resolve"]


def local(tag: str) -> str:
    """Return a tag's name without its namespace."""
    return tag.rpartition("}")[2]


def _step(element: etree._Element) -> str:
    parent, name = element.getparent(), local(element.tag)
    if parent is None:
        return name
    same = [child for child in parent if child.tag == element.tag]
    is_letter = parent.getparent() is None and name != "Envelope"
    return f"{name}[{same.index(element) + 1}]" if len(same) > 1 or is_letter else name


def path_of(element: etree._Element) -> str:
    """Return /Emessage/LaboratoryReport[1]/Patient: letters and repeated elements carry their number, from 1."""
    steps = [_step(element), *(_step(ancestor) for ancestor in element.iterancestors())]
    return "/" + "/".join(reversed(steps))


_POSITION = re.compile(r"/([^/\[\]]+)(?:\[(\d+)\])?")


def resolve(root: etree._Element, positional: str) -> etree._Element:
    """Return the element of libxml2's positional path (`/*/*[2]/p:Result[6]`), or how far the path leads.

    A step is `*` for an element of the default namespace, else its name with its prefix; the number counts those alike.
    """
    here = root
    for name, number in _POSITION.findall(positional)[1:]:
        prefix, _colon, bare = name.rpartition(":")
        named = (one for one in here if local(one.tag) == bare and (one.prefix or "") == prefix)
        alike = here if name == "*" else list(named)
        if len(alike) < int(number or 1):
            return here
        here = alike[int(number or 1) - 1]
    return here


_STEP = re.compile(r"([^/\[\]]+)(?:\[(\d+)\])?")


def element_at(root: etree._Element, path: str) -> etree._Element:
    """Return the element of a path as `path_of` writes it; a step without number is the first of its name.

    Raises LookupError for a path that leads nowhere.
    """
    here = root
    for name, number in _STEP.findall(path)[1:]:
        same = [child for child in here if local(child.tag) == name]
        here = same[int(number or 1) - 1]
    return here
