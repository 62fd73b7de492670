"""A table wider than the reader: its columns are a key away."""

import pytest

from tests.ui.long_store import fill, paragraph
from tests.ui.steps import press
from tests.ui.test_reader_keys import lines, read

ROWS = "".join(
    "<tr>" + "".join(f"<{kind}>{word} {number}</{kind}>" for number in range(12)) + "</tr>"
    for kind, word in (("th", "column"), ("td", "value"), ("td", "other"))
)


@pytest.fixture
def home(tmp_path):
    fill(tmp_path, [[("Wide", f"<p>Before.</p><table>{ROWS}</table>{paragraph('far', 900)}")]])
    return tmp_path


@pytest.mark.parametrize("size", [(60, 24), (120, 36)])
async def test_keys_bring_the_other_columns(make_app, home, size):
    app = make_app(home=home)
    async with app.run_test(size=size) as pilot:
        await read(pilot, "Wide")
        before = lines(app)
        head = next(at for at, line in enumerate(before) if "column 0" in line)
        assert before[head].endswith("›") and "column 11" not in before[head]
        await press(pilot, "comma", "l")
        assert "column 0 ‹ column 2" in lines(app)[head] and "value 0  ‹ value 2" in lines(app)[head + 2]
        for _ in range(12):
            await press(pilot, "shift+right")
        assert lines(app)[head].endswith("column 11")
        # Laid out again, it is where it was.
        await press(pilot, "greater_than_sign")
        assert any(line.endswith("column 11") for line in lines(app))
        await press(pilot, "less_than_sign")
        for _ in range(12):
            await press(pilot, "comma", "h")
        (head,) = [line.strip() for line in lines(app) if "column 0" in line]
        assert head.startswith("column 0   column 1") and head.endswith("›")


async def test_out_of_view_it_stays(make_app, home):
    app = make_app(home=home)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, "Wide")
        page = app.main.reader.page_shown
        await press(pilot, "G", "shift+right")
        assert app.main.reader.page_shown is page


async def test_a_find_tells_of_columns_out_of_view(make_app, home):
    app = make_app(home=home)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, "Wide")
        reader = app.main.reader
        reader.lit.find("value 11")
        assert len(reader.lit.found) == 1
        assert "of 12" in reader.page_shown.lines[reader.lit.current.line].text
        for _ in range(12):
            await press(pilot, "shift+right")
        assert "value 11" in reader.page_shown.lines[reader.lit.current.line].text
