from pathlib import Path

import pytest

from tui.config.paths import from_environment, make_folders
from tui.model.errors import ConfigError


def test_one_variable_puts_everything_into_one_folder(tmp_path):
    paths = from_environment({"BROADSHEET_HOME": str(tmp_path), "HOME": "/nowhere", "XDG_DATA_HOME": "/else"})
    for place in (paths.config_file, paths.store_file, paths.session_file, paths.log_file, paths.cache_dir):
        assert place.is_relative_to(tmp_path)


def test_xdg_variables_are_followed():
    paths = from_environment({"HOME": "/h", "XDG_DATA_HOME": "/d", "XDG_STATE_HOME": "/s"}, "linux")
    assert paths.store_file == Path("/d/broadsheet/store.sqlite3")
    assert paths.session_file == Path("/s/broadsheet/session.json")
    assert paths.config_file == Path("/h/.config/broadsheet/config.toml")


def test_relative_xdg_variables_count_as_unset():
    paths = from_environment({"HOME": "/h", "XDG_CONFIG_HOME": "conf", "XDG_DATA_HOME": ""}, "linux")
    assert paths.config_file == Path("/h/.config/broadsheet/config.toml")
    assert paths.data_dir == Path("/h/.local/share/broadsheet")


@pytest.mark.parametrize("home", [None, "", "relative"])
def test_without_home_the_password_database_is_asked(home):
    environ = {} if home is None else {"HOME": home}
    assert from_environment(environ, "linux").data_dir.is_absolute()


def test_folders_are_private(tmp_path):
    paths = from_environment({"BROADSHEET_HOME": str(tmp_path / "deep" / "home")})
    make_folders(paths)
    make_folders(paths)
    assert paths.data_dir.stat().st_mode & 0o777 == 0o700
    assert paths.state_dir.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("in the way")
    paths = from_environment({"BROADSHEET_HOME": str(tmp_path / "file" / "home")})
    with pytest.raises(ConfigError, match=r"cannot be used.*BROADSHEET_HOME"):
        make_folders(paths)
