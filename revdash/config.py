"""Settings: the one reader of the environment (`REVDASH_…`) and of `.env`."""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from revdash.errors import ConfigError

PROJECT_FOLDER = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an installation sets; everything a team sets lives in the desk."""

    model_config = SettingsConfigDict(
        env_prefix="REVDASH_", env_file=".env", extra="ignore", frozen=True
    )

    data: Path = Field(default=PROJECT_FOLDER / "data", description="folder of the store and desk")
    desk_url: str = Field(default="", description="PostgreSQL URL of the desk; empty: SQLite")
    port: int = Field(default=8501, ge=1, le=65535, description="first port to try")
    address: str = Field(default="127.0.0.1", description="address to listen on")
    keep_releases: int = Field(default=3, ge=1, le=100, description="releases kept for undo")
    memory: str = Field(default="2GB", pattern=r"^\d+(MB|GB)$", description="DuckDB's memory limit")
    threads: int = Field(default=2, ge=1, le=256, description="DuckDB's threads")
    lock_wait: float = Field(default=0.7, ge=0, description="seconds to wait for the writer's lock")
    log_level: Literal["debug", "info", "warning", "error"] = "info"


def read_settings(**given: object) -> Settings:
    """Read the settings; *given* values win over the environment."""
    try:
        return Settings(**{key: value for key, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "REVDASH_" + "_".join(str(part) for part in first["loc"]).upper()
        raise ConfigError(
            f"{name} has the value {first['input']!r}: {first['msg']}. "
            "Set it right in the environment or in .env, or remove it for the default."
        ) from None


def environment(settings: Settings) -> dict[str, str]:
    """The environment in which another process of ours reads the same settings."""
    own = {f"REVDASH_{name.upper()}": str(value) for name, value in settings.model_dump().items()}
    given = dict(os.environ)  # noqa: TID251  this is the one reader
    path = os.pathsep.join(filter(None, (str(PROJECT_FOLDER), given.get("PYTHONPATH", ""))))
    return {**given, **own, "PYTHONPATH": path}
