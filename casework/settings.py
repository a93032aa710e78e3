"""Every setting of the application with its default and its help; read from CASEWORK_* and nowhere else."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from casework.errors import NotConfigured

_PREFIX = "CASEWORK_"


@dataclass(frozen=True)
class Setting:
    """One setting: the name without its prefix, the default and a line of help."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting("INSTANCE", "instance", "运行数据目录：嵌入式数据库、密钥文件"),
    Setting("DATABASE_URL", "", "数据库地址；为空时使用运行数据目录下的 SQLite 文件 casework.db"),
    Setting("SECRET_KEY", "", "会话签名密钥；为空时在运行数据目录下生成并保存"),
    Setting("ENCRYPTION_KEY", "", "个人信息加密密钥；为空时在运行数据目录下生成并保存"),
    Setting("TIMEZONE", "Asia/Shanghai", "办公时区，决定“今天”是哪一天"),
    Setting("FONT_DIR", "", "单位自有字体目录（如已获授权的仿宋_GB2312），优先于随附字体"),
    Setting("SECURE_COOKIES", "0", "以 HTTPS 提供服务时设为 1"),
    Setting("TICK", "1", "casework serve 是否在进程内运行定时任务；由外部定时器运行时设为 0"),
)


@dataclass(frozen=True)
class Settings:
    """The settings as read once at start."""

    instance: Path
    database_url: str
    secret_key: str
    encryption_key: str
    timezone: ZoneInfo
    font_dir: Path | None
    secure_cookies: bool
    tick: bool


def read_settings(
    environ: Mapping[str, str] | None = None, *, database_url: str | None = None
) -> Settings:
    """Read CASEWORK_*; `database_url` (a command's `--database`) goes before the environment.

    Raises:
        NotConfigured: an unknown time zone or a missing font folder.
    """
    environ = os.environ if environ is None else environ
    value = {s.name: environ.get(_PREFIX + s.name, "").strip() or s.default for s in SETTINGS}
    instance = Path(value["INSTANCE"]).absolute()
    return Settings(
        instance=instance,
        database_url=database_url
        or value["DATABASE_URL"]
        or f"sqlite:///{instance / 'casework.db'}",
        secret_key=value["SECRET_KEY"],
        encryption_key=value["ENCRYPTION_KEY"],
        timezone=_timezone(value["TIMEZONE"]),
        font_dir=_font_dir(value["FONT_DIR"]),
        secure_cookies=value["SECURE_COOKIES"] == "1",
        tick=value["TICK"] == "1",
    )


def _timezone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise NotConfigured(
            f"CASEWORK_TIMEZONE 的值“{name}”不是已知时区；请填写如 Asia/Shanghai 的名称。"
        ) from error


def _font_dir(name: str) -> Path | None:
    if not name:
        return None
    folder = Path(name).absolute()
    if not folder.is_dir():
        raise NotConfigured(f"CASEWORK_FONT_DIR 指向的目录“{name}”不存在；请改正或清空该设置。")
    return folder
