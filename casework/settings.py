"""Every setting of the application with its default and its help; read from CASEWORK_* and nowhere else."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
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
    Setting(
        "PUBLIC_URL",
        "",
        "用户访问本系统的地址，如 https://ysq.example.gov.cn；用于邮件和日历中的链接",
    ),
    Setting(
        "SMTP_URL",
        "",
        "邮件服务器，如 smtps://用户:口令@主机:465 或者 smtp://主机:25；为空时不发邮件",
    ),
    Setting("MAIL_FROM", "", "发件人地址；设了邮件服务器时必填"),
    Setting("APPLY", "1", "是否开放申请人网上申请和查询的页面 /apply；关闭时设为 0"),
    Setting("FILE_MB", "20", "登记一份文件的最大兆字节数，1 至 200"),
    Setting("SIGN_CERTIFICATE", "", "签名证书文件（PKCS#12）；签名为技术签名，不是电子印章"),
    Setting("SIGN_PASSPHRASE", "", "签名证书的口令"),
    Setting("SIGN_PASSPHRASE_FILE", "", "写有签名证书口令的文件；与上一项二选一"),
    Setting("SIGN_URL", "", "签章服务器的地址，约定见 docs/signing.md；与签名证书二选一"),
    Setting("SIGN_TOKEN", "", "签章服务器的访问令牌"),
    Setting("SIGN_CLIENT_CERTIFICATE", "", "访问签章服务器的客户端证书和私钥（PEM 文件）"),
    Setting("SIGN_CA", "", "签章服务器的根证书（PEM 文件）；为空时使用操作系统的"),
    Setting("SIGN_TIMEOUT", "30", "等待签章服务器的秒数，1 至 300"),
    Setting("TICK", "1", "casework serve 是否在进程内运行定时任务；由外部定时器运行时设为 0"),
)


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over. `tls`: from the first byte (smtps); else STARTTLS when the server offers it."""

    host: str
    port: int
    tls: bool
    user: str
    password: str = field(repr=False)
    sender: str = ""


@dataclass(frozen=True)
class CertificateFile:
    """A certificate of the office's own (PKCS#12) to sign papers with."""

    file: Path
    passphrase: str = field(repr=False)


@dataclass(frozen=True)
class SigningServer:
    """An agency's 签章服务器. `timeout` in seconds."""

    url: str
    timeout: int
    token: str = field(default="", repr=False)
    client_certificate: Path | None = None
    authorities: Path | None = None


@dataclass(frozen=True)
class Settings:
    """The settings as read once at start. `mail` is None while no server is named; then nothing is mailed."""

    instance: Path
    database_url: str
    secret_key: str
    encryption_key: str
    timezone: ZoneInfo
    font_dir: Path | None
    secure_cookies: bool
    tick: bool
    public_url: str = ""
    apply: bool = True
    mail: MailServer | None = None
    file_bytes: int = 20 * 1024 * 1024
    signing: CertificateFile | SigningServer | None = None


def read_settings(
    environ: Mapping[str, str] | None = None, *, database_url: str | None = None
) -> Settings:
    """Read CASEWORK_*; `database_url` (a command's `--database`) goes before the environment.

    Raises:
        NotConfigured: an unknown time zone, a missing font folder, an address that is none, no size of a file.
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
        public_url=_public_url(value["PUBLIC_URL"]),
        apply=value["APPLY"] == "1",
        mail=_mail(value["SMTP_URL"], value["MAIL_FROM"]),
        file_bytes=_megabytes(value["FILE_MB"]) * 1024 * 1024,
        signing=_signing(value),
    )


def _signing(value: Mapping[str, str]) -> CertificateFile | SigningServer | None:
    certificate, url = value["SIGN_CERTIFICATE"], value["SIGN_URL"]
    if certificate and url:
        raise NotConfigured(
            "CASEWORK_SIGN_CERTIFICATE 和 CASEWORK_SIGN_URL 不能同时设置；请只保留一项。"
        )
    if certificate:
        file = _existing("SIGN_CERTIFICATE", certificate)
        return CertificateFile(file, _passphrase(value))
    if not url:
        return None
    seconds = value["SIGN_TIMEOUT"]
    if not (seconds.isascii() and seconds.isdecimal() and 1 <= int(seconds) <= 300):
        raise NotConfigured(
            f"CASEWORK_SIGN_TIMEOUT 的值“{seconds}”不是 1 至 300 的整数；请填写如 30 的秒数。"
        )
    names = ("SIGN_CLIENT_CERTIFICATE", "SIGN_CA")
    client, authorities = (_existing(name, value[name]) if value[name] else None for name in names)
    return SigningServer(_sign_url(url), int(seconds), value["SIGN_TOKEN"], client, authorities)


def _sign_url(url: str) -> str:
    """The address of a signing server; in clear only on this machine, since the papers name applicants."""
    parts = _parts(url)
    host = parts.hostname if parts else None
    secure = parts is not None and parts.scheme == "https"
    here = (
        parts is not None and parts.scheme == "http" and host in ("127.0.0.1", "::1", "localhost")
    )
    if not host or not (secure or here):
        raise NotConfigured(
            "CASEWORK_SIGN_URL 不是签章服务器的地址；请写成 https://主机/路径 的形式，本机服务可以用 http://127.0.0.1:端口。"
        )
    return url


def _passphrase(value: Mapping[str, str]) -> str:
    given, name = value["SIGN_PASSPHRASE"], value["SIGN_PASSPHRASE_FILE"]
    if given and name:
        raise NotConfigured(
            "CASEWORK_SIGN_PASSPHRASE 和 CASEWORK_SIGN_PASSPHRASE_FILE 不能同时设置；请只保留一项。"
        )
    if not name:
        return given
    try:
        return _existing("SIGN_PASSPHRASE_FILE", name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NotConfigured(
            "CASEWORK_SIGN_PASSPHRASE_FILE 的文件不能读取；请检查文件权限，内容应当只有口令。"
        ) from error


def _existing(setting: str, name: str) -> Path:
    file = Path(name).absolute()
    if not file.is_file():
        raise NotConfigured(f"CASEWORK_{setting} 指向的文件“{name}”不存在；请改正或清空该设置。")
    return file


def _megabytes(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 200):
        raise NotConfigured(
            f"CASEWORK_FILE_MB 的值“{text}”不是 1 至 200 的整数；请填写如 20 的兆字节数。"
        )
    return int(text)


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


def _public_url(text: str) -> str:
    parts = _parts(text)
    if text and (parts is None or parts.scheme not in ("http", "https") or not parts.hostname):
        raise NotConfigured(
            f"CASEWORK_PUBLIC_URL 的值“{text}”不是网址；请写成如 https://ysq.example.gov.cn 的形式。"
        )
    return text.rstrip("/")


_PORTS = {"smtp": 25, "smtps": 465}


def _mail(url: str, sender: str) -> MailServer | None:
    """The mail server. The address may hold a password, so no sentence repeats it."""
    if not url:
        return None
    parts = _parts(url)
    if parts is None or parts.scheme not in _PORTS or not parts.hostname:
        raise NotConfigured(
            "CASEWORK_SMTP_URL 不是邮件服务器的地址；请写成 smtp://主机:端口 或者 smtps://用户:口令@主机:端口，"
            "口令中的特殊字符用百分号编码。"
        )
    if not is_address(parseaddr(sender)[1]):
        raise NotConfigured(
            f"设了 CASEWORK_SMTP_URL，CASEWORK_MAIL_FROM 的值“{sender}”却不是邮件地址；请填写发件人地址。"
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii():  # what smtplib cannot send
        raise NotConfigured(
            "CASEWORK_SMTP_URL 中的用户名或者口令含有英文字母、数字和符号以外的字符，不能登录邮件服务器；"
            "请换一个口令。"
        )
    tls = parts.scheme == "smtps"
    return MailServer(
        parts.hostname, parts.port or _PORTS[parts.scheme], tls, user, password, sender
    )


def is_address(text: str) -> bool:
    """Whether a text can stand as one address in the head of a mail."""
    return _ADDRESS.fullmatch(text) is not None


_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # a port that is no number is only found out when it is asked for
    except ValueError:
        return None
    return parts
