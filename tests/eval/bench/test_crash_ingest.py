import sys

from eval.bench import crash_ingest
from tests.forks import outcome


def crash(*options: str) -> None:
    sys.argv[1:] = options
    sys.exit(crash_ingest.main())


def test_a_store_survives_ingests_that_are_killed() -> None:
    """A few rounds of what `python -m eval.bench.crash_ingest` does fifty times."""
    # A process of its own: it forks, which one that has embedded already cannot do.
    codes, said = outcome(crash, "--kills", "3", "--seed", "7")
    assert codes == [0], said
    assert "3 kills" in said
