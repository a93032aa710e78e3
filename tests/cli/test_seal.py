"""`casework seal check` says who signed, when, and whether the file is whole."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from certificates import HOLDER, PASSPHRASE, certificate_file
from click.testing import CliRunner, Result
from papers import answer
from sheets import picture

from casework.cli import main
from casework.pdf import clear_png, render, room_for
from casework.signing import SealField
from casework.signing.certificate import CertificateSigner
from tests.files.samples import locked


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("keys")
    room = room_for(None)
    pdf = render(answer(), seal=room)
    place = room.places[0]
    field = SealField("district", place.page, place.box, clear_png(picture()))
    return CertificateSigner(certificate_file(folder), PASSPHRASE).sign(pdf, field)


def checked(folder: Path, data: bytes) -> Result:
    file = folder / "答复书.pdf"
    file.write_bytes(data)
    return CliRunner().invoke(main, ["seal", "check", str(file)])


def test_a_whole_file_says_who_signed_and_what_the_signature_proves(
    signed: bytes, tmp_path: Path
) -> None:
    said = checked(tmp_path, signed)
    assert said.exit_code == 0
    assert HOLDER in said.output
    assert "自签证书" in said.output
    assert "完整，签名之后没有改动" in said.output
    assert "技术签名，仅证明文件未被改动" in said.output


def test_the_moment_of_signing_is_told_in_the_time_of_the_office(
    signed: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for zone in ("Asia/Shanghai", "Asia/Tokyo"):
        monkeypatch.setenv("CASEWORK_TIMEZONE", zone)
        found = re.search(r"签名时间：(.{19})（", checked(tmp_path, signed).output)
        assert found is not None
        told.append(datetime.fromisoformat(found[1]))
    assert told[1] - told[0] == timedelta(hours=1)


def test_a_changed_file_is_told_and_ends_with_one(signed: bytes, tmp_path: Path) -> None:
    at = signed.index(b"stream") + 20
    said = checked(tmp_path, signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :])
    assert said.exit_code == 1
    assert "被改动，签名无效" in said.output


def test_what_was_added_later_is_told(signed: bytes, tmp_path: Path) -> None:
    said = checked(tmp_path, signed + b"\n%later\n")
    assert said.exit_code == 1
    assert "又追加了内容" in said.output


def test_a_paper_without_a_signature_is_no_sealed_one(tmp_path: Path) -> None:
    said = checked(tmp_path, render(answer()))
    assert said.exit_code == 1
    assert "没有签名" in said.output


def test_sealing_what_waits_names_who_acts() -> None:
    said = CliRunner().invoke(main, ["seal", "--waiting"])
    assert said.exit_code == 1
    assert "--as 登录名" in said.output


def test_what_is_no_pdf_is_refused_in_a_sentence(tmp_path: Path) -> None:
    said = checked(tmp_path, b"hello")
    assert said.exit_code == 1
    assert "不是可以读取的 PDF" in said.output


def test_a_locked_file_is_not_called_one_without_a_signature(signed: bytes, tmp_path: Path) -> None:
    said = checked(tmp_path, locked(signed, "secret"))
    assert said.exit_code == 1
    assert "有口令保护" in said.output
    assert "没有签名" not in said.output
