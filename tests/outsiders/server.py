"""TaskPal for programs only: the same routes, without a dashboard to build first."""

from pathlib import Path

from tests.e2e.server import RunningServer
from tests.oauth.documents import website
from tests.outsiders import served

_APP = "tests.outsiders.served:http"


class ProgramsServer(RunningServer):
    """Every route but the dashboard's, on a free port; ready in a second."""

    command = ("-m", "granian", "--interface", "asgi", "--factory", _APP)

    def __init__(self, folder: Path) -> None:
        trusted = folder / "authority.pem"
        website.authority().cert_pem.write_to_path(str(trusted))
        super().__init__(
            folder,
            TASKPAL_API_PER_MINUTE="100000",  # schemathesis asks more than an app may
            **{served.AUTHORITY: str(trusted)},
        )
        self.command = (*self.command, "--host", "127.0.0.1", "--port", str(self.port))

    def prepare(self) -> None:
        """Migrate, as `serve` would."""
        done = self.run("migrate")
        assert done.returncode == 0, done.stderr
