"""Comments and formatted texts: lost, flattened, or written twice over."""

# ruff: noqa: ARG001 - a variant has the arguments of the method it replaces, and often looks at none of them

import html

from sut.defective.overrides.entering import variant
from sut.reference import Json, ReferenceLps


def _each(texts: list[list[Json]], **change: str) -> list[list[Json]]:
    return [[{**span, **change} if span["text"] else span for span in spans] for spans in texts]


@variant("formatting-lost")
def _plain_texts(self: ReferenceLps, result: Json) -> list[list[Json]]:
    return _each(ReferenceLps.texts_of(self, result), style="plain")


@variant("line-breaks-lost")
def _one_line(self: ReferenceLps, result: Json) -> list[list[Json]]:
    texts = ReferenceLps.texts_of(self, result)
    return [
        [{**span, "style": "space"} if span["style"] == "break" else span for span in spans] for spans in texts
    ]


@variant("texts-left-out")
def _no_texts(self: ReferenceLps, result: Json) -> list[list[Json]]:
    return []


@variant("comment-on-result-left-out")
def _no_comments_on_results(self: ReferenceLps, result: Json) -> list[list[Json]]:
    return []


@variant("first-comment-only")
def _one_comment(self: ReferenceLps, result: Json) -> list[list[Json]]:
    return ReferenceLps.comments_on(self, result)[:1]


@variant("characters-escaped-twice")
def _entities_as_text(self: ReferenceLps, result: Json) -> list[list[Json]]:
    comments = ReferenceLps.comments_on(self, result)
    return [[{**span, "text": html.escape(span["text"], quote=False)} for span in spans] for spans in comments]


@variant("accents-lost")
def _danish_letters_only(self: ReferenceLps, result: Json) -> list[list[Json]]:
    comments = ReferenceLps.comments_on(self, result)
    lost = str.maketrans("éüµ≥", "eu??")
    return [[{**span, "text": span["text"].translate(lost)} for span in spans] for spans in comments]


@variant("comment-on-answer-left-out")
def _no_comments_on_answers(self: ReferenceLps, case: Json) -> list[str]:
    return []


@variant("clinical-information-left-out")
def _no_clinical_information(self: ReferenceLps, case: Json) -> list[str]:
    return []


@variant("clinical-information-in-one-paragraph")
def _one_paragraph(self: ReferenceLps, case: Json) -> list[str]:
    told = ReferenceLps.clinical_information_of(self, case)
    return [" ".join(told)] if told else []
