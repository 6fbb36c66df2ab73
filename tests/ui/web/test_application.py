"""Tests of ui/web/application.py: settings with which no application is made."""

import pytest

from assistant import Settings
from ui.session import InvalidSettings
from ui.web.application import create_app


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"auth": "ana:reader"}, "that of 'ana' is not"),
        ({"hosts": "chat.example, https://b.example"}, "'https://b.example' is none"),
        ({"hosts": "chat.example:443"}, "'chat.example:443' is none"),
        ({"hosts": "*"}, r"'\*' is none"),
    ],
)
def test_settings_that_let_nobody_in_end_the_start_with_their_reason(settings, reason):
    with pytest.raises(InvalidSettings, match=reason):
        create_app(None, Settings(**settings))
