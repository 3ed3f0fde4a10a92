"""A program that branches off from a server's process, see warm_server.py."""

import json
import socket


class Branch:
    """Begins at once; ends, killed, when this is closed before it has ended by itself."""

    def __init__(self, path: str, arguments: list[str], folder: str, environment: dict[str, str],
                 descriptors: list[int]):
        self.connection = socket.socket(socket.AF_UNIX)
        self.connection.connect(str(path))
        wish = {"arguments": arguments, "folder": folder, "environment": environment}
        socket.send_fds(self.connection, [json.dumps(wish).encode()], descriptors)
        self.answers = self.connection.makefile()
        self.process = int(self.answers.readline())

    def wait(self) -> int:
        """Its exit status, negative where a signal ended it."""
        return int(self.answers.readline())

    def __enter__(self) -> "Branch":
        return self

    def __exit__(self, *_) -> None:
        self.answers.close()
        self.connection.close()
