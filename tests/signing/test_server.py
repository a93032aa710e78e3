"""The contract with a signing server, kept and broken by a real one on this machine."""

import json
from pathlib import Path

import pytest
from certificates import PASSPHRASE, certificate_file
from papers import answer
from sheets import picture
from stand_in import signing_server

from casework.errors import NotConfigured, SigningFailed
from casework.pdf import clear_png, render, room_for
from casework.settings import SigningServer, read_settings
from casework.signing import SealField, signer_of
from casework.signing.certificate import CertificateSigner
from casework.signing.checking import check_signed
from casework.signing.server import ServerSigner
from workflows.sealing import SealKind

PDF = "application/pdf"


@pytest.fixture(scope="module")
def drawn() -> tuple[bytes, SealField]:
    room = room_for(picture())
    pdf = render(answer(), seal=room)
    place = room.places[0]
    return pdf, SealField("district", place.page, place.box)


def signed_there(pdf: bytes, query: dict[str, str], folder: Path) -> bytes:
    """What a server does that holds certificate and seal of each unit."""
    box = tuple(float(query[edge]) for edge in ("left", "bottom", "right", "top"))
    assert len(box) == 4
    field = SealField(query["unit"], int(query["page"]) - 1, box, clear_png(picture()))
    return CertificateSigner(certificate_file(folder), PASSPHRASE).sign(pdf, field)


def test_a_server_gets_paper_place_and_unit_and_its_file_is_accepted(
    drawn: tuple[bytes, SealField], tmp_path: Path
) -> None:
    with signing_server(lambda pdf, query: (200, PDF, signed_there(pdf, query, tmp_path))) as there:
        signed = ServerSigner(there.url, 5, token="geheim").sign(*drawn)
    assert check_signed(drawn[0], signed, drawn[1])
    assert there.queries[0]["unit"] == "district"
    assert there.queries[0]["page"] == "2"
    assert there.headers[0]["Authorization"] == "Bearer geheim"


def test_the_same_paper_bears_the_same_key_at_each_attempt(
    drawn: tuple[bytes, SealField], tmp_path: Path
) -> None:
    asked = []

    def late(pdf: bytes, query: dict[str, str]) -> tuple[int, str, bytes]:
        asked.append(1)
        if len(asked) < 3:
            return 503, "text/plain", b"busy"
        return 200, PDF, signed_there(pdf, query, tmp_path)

    with signing_server(late) as there:
        signed = ServerSigner(there.url, 5, pause=0.01).sign(*drawn)
    assert check_signed(drawn[0], signed, drawn[1])
    assert len({one["Idempotency-Key"] for one in there.headers}) == 1
    assert len(asked) == 3


def test_a_refusal_of_the_server_is_told_in_its_words_and_not_repeated(
    drawn: tuple[bytes, SealField],
) -> None:
    body = json.dumps({"message": "该单位的电子印章已经停用"}).encode()
    with (
        signing_server(lambda _pdf, _query: (403, "application/json", body)) as there,
        pytest.raises(SigningFailed, match=r"拒绝签章（403）：该单位的电子印章已经停用；文书仍为"),
    ):
        ServerSigner(there.url, 5, pause=0.01).sign(*drawn)
    assert len(there.queries) == 1


def test_a_server_that_is_not_there_is_told_with_the_way_out(
    drawn: tuple[bytes, SealField],
) -> None:
    with signing_server(lambda _pdf, _query: (200, PDF, b"")) as there:
        pass
    with pytest.raises(SigningFailed, match=r"没有应答.*打印后加盖实物印章"):
        ServerSigner(there.url, 5, pause=0.01).sign(*drawn)


def covering(pdf: bytes, query: dict[str, str], folder: Path) -> bytes:
    """A seal over the whole page instead of its place."""
    everything = {"left": "0", "bottom": "0", "right": "595", "top": "841"}
    return signed_there(pdf, query | everything, folder)


def elsewhere(pdf: bytes, query: dict[str, str], folder: Path) -> bytes:
    return signed_there(pdf, query | {"page": "1"}, folder)


def another(_pdf: bytes, query: dict[str, str], folder: Path) -> bytes:
    return signed_there(render(answer(paragraphs=4)), query, folder)


def rewritten(pdf: bytes, query: dict[str, str], folder: Path) -> bytes:
    """The first page shows the content of the second, then everything is signed."""
    from io import BytesIO

    from pyhanko.pdf_utils.generic import NameObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    first, second = (writer.find_page_for_modification(n)[0] for n in (0, 1))
    first.get_object()[NameObject("/Contents")] = second.get_object().raw_get("/Contents")
    writer.update_container(first.get_object())
    out = BytesIO()
    writer.write(out)
    return signed_there(out.getvalue(), query, folder)


@pytest.mark.parametrize("does", [covering, elsewhere, another, rewritten])
def test_a_file_that_changes_what_the_paper_shows_is_refused(
    drawn: tuple[bytes, SealField], tmp_path: Path, does: object
) -> None:
    assert callable(does)
    with signing_server(lambda pdf, query: (200, PDF, does(pdf, query, tmp_path))) as there:
        signed = ServerSigner(there.url, 5).sign(*drawn)
    with pytest.raises(SigningFailed, match="没有采用；文书仍为签发时的原样"):
        check_signed(drawn[0], signed, drawn[1])


def test_the_settings_choose_one_signer_and_none_is_the_default(tmp_path: Path) -> None:
    with pytest.raises(NotConfigured, match="打印后加盖实物印章"):
        signer_of(read_settings({}))
    chosen = signer_of(read_settings({"CASEWORK_SIGN_URL": "https://qz.example.invalid/sign"}))
    assert chosen.kinds == {SealKind.technical, SealKind.official}
    word = tmp_path / "word"
    word.write_text("kouling\n", encoding="utf-8")
    own = {
        "CASEWORK_SIGN_CERTIFICATE": str(certificate_file(tmp_path)),
        "CASEWORK_SIGN_PASSPHRASE_FILE": str(word),
    }
    assert signer_of(read_settings(own)).kinds == {SealKind.technical}


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"SIGN_URL": "https://a.invalid", "SIGN_CERTIFICATE": __file__}, "不能同时设置"),
        ({"SIGN_URL": "http://qz.example.invalid/sign"}, "不是签章服务器的地址"),
        ({"SIGN_URL": "ftp://qz"}, "不是签章服务器的地址"),
        ({"SIGN_URL": "https://a.invalid", "SIGN_TIMEOUT": "0"}, "1 至 300"),
        ({"SIGN_URL": "https://a.invalid", "SIGN_CA": "/nowhere.pem"}, "不存在"),
        ({"SIGN_CERTIFICATE": "/nowhere.p12"}, "不存在"),
    ],
)
def test_a_wrong_setting_is_told_at_the_start(environ: dict[str, str], words: str) -> None:
    with pytest.raises(NotConfigured, match=words):
        read_settings({f"CASEWORK_{name}": value for name, value in environ.items()})


def test_the_token_of_the_server_is_never_shown() -> None:
    assert "geheim" not in repr(SigningServer("https://a.invalid", 5, token="geheim"))
