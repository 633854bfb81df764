"""allure.html is never delivered when it could call out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcert.domain.errors import ToolFault
from labcert.reporting.allure_html.sealing import POLICY, seal

CALL = """
    <script async src="https://www.googletagmanager.com/gtag/js?id=G-LNDJ3J7WT0"></script>
    <script>
        window.dataLayer = window.dataLayer || [];
        function gtag(){dataLayer.push(arguments);}
        gtag('js', new Date());
    </script>"""
PAGE = "<!DOCTYPE html>\n<html><head><title>x</title></head><body><script>allure()</script>{call}<p>æ</p></body></html>"


def test_the_call_is_taken_out_and_the_rest_stays():
    """Only the call goes; what else the page holds stays as it was."""
    sealed = seal(PAGE.format(call=CALL))
    assert "google" not in sealed
    assert "<script>allure()</script><p>æ</p>" in sealed


def test_the_policy_stands_first_in_the_head():
    """The browser reads the policy before anything that could be loaded."""
    head = seal(PAGE.format(call=CALL)).partition("<head>")[2].lstrip()
    assert head.startswith(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">')


def test_the_policy_names_no_host():
    """Nothing may be loaded from anywhere but the page itself."""
    assert "default-src 'none'" in POLICY
    assert not {"http:", "https:", "*", "'self'"} & set(POLICY.replace(";", " ").split())


@pytest.mark.parametrize(
    "call",
    [
        "",
        CALL.replace("async src", "defer src"),
        CALL.replace("gtag/js", "gtm.js"),
        CALL + CALL,
        CALL + "<script>gtag('event', 'x')</script>",
        CALL + '<script src="https://plausible.example/x.js"></script>',
        CALL + "<img src=//tracker.example/p.gif>",
        CALL + '<link rel="stylesheet" href="https://fonts.example/a.css">',
    ],
)
def test_another_shape_is_refused(call):
    """A call of another shape, or anything else loaded from outside, stops the report."""
    with pytest.raises(ToolFault, match=r"allure\.html er ikke lavet"):
        seal(PAGE.format(call=call))


@given(st.text())
def test_whatever_comes_is_sealed_or_refused(text):
    """No page comes out that still names the caller, whatever went in."""
    try:
        sealed = seal(PAGE.replace("{call}", text + CALL))
    except ToolFault:
        return
    assert "googletagmanager" not in sealed
    assert POLICY in sealed
