"""PostgreSQL through its own tools, pg_dump and pg_restore, which know every kind of object; the password goes by the environment."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.engine import URL

from casework.errors import Invalid, NotConfigured

Tick = Callable[[int], None]


def dump(url: URL, file: Path, tick: Tick) -> None:
    """Write a dump in the custom format. Raises NotConfigured: pg_dump is missing or refuses."""
    _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")
    tick(file.stat().st_size)


def check(file: Path) -> None:
    """Raises Invalid: the file is no dump, or a damaged one."""
    with file.open("rb") as opened:
        head = opened.read(16)
    if head.startswith(b"SQLite format 3"):
        raise Invalid(
            "这是 SQLite 数据库的备份，不能恢复到 PostgreSQL；换数据库的，用 casework archive。"
        )
    listed = subprocess.run(
        [_tool("pg_restore"), "--list", str(file)], capture_output=True, text=True, check=False
    )
    if listed.returncode or "alembic_version" not in listed.stdout:
        raise Invalid(f"“{file.name}”不是本系统的备份，或者已经损坏；请核对文件。")


def load(url: URL, file: Path, tick: Tick) -> None:
    """Put the dump in the place of our tables in one transaction. Raises NotConfigured: pg_restore is missing or refuses."""
    whole = ("--single-transaction", "--clean", "--if-exists", "--no-owner", "--no-privileges")
    _run("pg_restore", url, *whole, str(file))
    tick(file.stat().st_size)


def _run(tool: str, url: URL, *words: str) -> None:
    address = url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": url.password} if url.password else {}
    done = subprocess.run(
        [_tool(tool), f"--dbname={address}", "--no-password", *words],
        capture_output=True, text=True, check=False, env={**os.environ, **secret},
    )  # fmt: skip
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise NotConfigured(
            f"{tool} 没有完成（{said[0] if said else done.returncode}）；请检查数据库的地址和权限，{tool} 须与服务器同一版本。数据库没有改变。"
        )


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NotConfigured(
            f"没有找到 {name}；备份和恢复 PostgreSQL 要用它，请安装与服务器同一版本的客户端"
            "（如 apt install postgresql-client），并使它在 PATH 中。"
        )
    return found
