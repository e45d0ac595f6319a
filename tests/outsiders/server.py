"""TaskPal for programs only: the same routes, without a dashboard to build first."""

from pathlib import Path

from tests.e2e.server import RunningServer


class ProgramsServer(RunningServer):
    """Every route but the dashboard's, on a free port; ready in a second."""

    command = ("-m", "granian", "--interface", "asgi", "--factory", "taskpal.http:http")

    def __init__(self, folder: Path, **environment: str) -> None:
        super().__init__(folder, **environment)
        self.command = (*self.command, "--host", "127.0.0.1", "--port", str(self.port))

    def prepare(self) -> None:
        """Migrate, as `serve` would."""
        done = self.run("migrate")
        assert done.returncode == 0, done.stderr
