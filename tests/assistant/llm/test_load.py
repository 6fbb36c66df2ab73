import traceback

import pytest

from assistant.llm.load import load_hosted, load_local
from assistant.settings import Settings
from tests.required import required
from vectorstore.errors import ModelUnavailable


def test_a_gguf_file_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "none.gguf"
    with pytest.raises(ModelUnavailable, match=r"none\.gguf"):
        load_local(Settings(model=str(path)))


def test_a_damaged_gguf_file_is_one_clear_error(tmp_path):
    required("xllamacpp")
    path = tmp_path / "bad.gguf"
    path.write_bytes(b"not a model at all")
    with pytest.raises(ModelUnavailable, match=r"bad\.gguf.*cannot be loaded"):
        load_local(Settings(model=str(path)))


def test_a_provider_without_its_package_is_named():
    with pytest.raises(ModelUnavailable, match="anthropic"):
        load_hosted(Settings(model="anthropic:claude-sonnet-4-5"))


def test_a_name_that_means_nothing_says_what_the_setting_takes():
    with pytest.raises(ModelUnavailable, match="CITERA_MODEL"):
        load_hosted(Settings(model="no-such-model"))


def test_a_hosted_model_is_a_langchain_chat_model_and_its_key_stays_hidden():
    settings = Settings(
        model="openai:gpt-4o-mini", api_key="sk-secret", base_url="http://127.0.0.1:9"
    )
    model = load_hosted(settings)
    assert model.name == "openai:gpt-4o-mini"
    assert "sk-secret" not in repr(model) + repr(settings)


def test_an_option_that_a_provider_refuses_is_named_without_the_key(monkeypatch):
    key = "-".join(["sk", "secret"])  # not as such in the lines that a trace shows

    def refuse(model, **options):
        raise ValueError(f"no such option in {options | {'api_key': key}}")

    monkeypatch.setattr("langchain.chat_models.init_chat_model", refuse)
    with pytest.raises(ModelUnavailable, match="no such option") as raised:
        load_hosted(Settings(model="openai:any", api_key=key))
    assert key not in "".join(traceback.format_exception(raised.value))
