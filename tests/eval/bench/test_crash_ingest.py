import subprocess
import sys
from pathlib import Path


def test_a_store_survives_ingests_that_are_killed():
    """A few rounds of what `python -m eval.bench.crash_ingest` does fifty times."""
    # A process of its own: it forks, which one that has embedded already cannot do.
    command = [sys.executable, "-m", "eval.bench.crash_ingest", "--kills", "4", "--seed", "7"]
    done = subprocess.run(
        command,
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 kills" in done.stdout
