"""The Jupyter server extension. Jupyter imports this file when its server starts: keep it light."""


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "imagerec.lab"}]


def _load_jupyter_server_extension(server_app) -> None:
    from imagerec.lab.handlers import add_handlers

    add_handlers(server_app)
