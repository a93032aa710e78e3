"""The page of the reasons: text and Word, versions, differences, and nothing typed is lost."""

import io
import re
import zipfile

import pytest
from flask.testing import FlaskClient

from tests.factories import Case, make_user
from tests.web.town import Town, read_page
from workflows.vocabulary import Role


@pytest.fixture
def case(town: Town) -> Case:
    return town.in_progress()


def page(client: FlaskClient, case: Case, query: str = "") -> str:
    found = client.get(f"/cases/{case.done.record_id}/draft{query}")
    assert found.status_code == 200, found.text
    assert read_page(found.text).faults == []
    return found.text


def save(client: FlaskClient, case: Case, text: str, *, base: int = 0, comment: str = ""):
    form = {"reasons": text, "based_on": base, "comment": comment}
    return client.post(f"/cases/{case.done.record_id}/draft", data=form)


def base_of(html: str) -> int:
    return int(re.search(r'name="based_on" value="(\d+)"', html)[1])


def download(client: FlaskClient, case: Case) -> bytes:
    found = client.get(f"/cases/{case.done.record_id}/draft.docx")
    assert found.status_code == 200, found.text
    assert found.headers["Content-Disposition"].startswith("attachment;")
    return found.data


def upload(client: FlaskClient, case: Case, data: bytes):
    return client.post(
        f"/cases/{case.done.record_id}/draft/upload",
        data={"file": (io.BytesIO(data), "草稿.docx")},
        content_type="multipart/form-data",
    )


def edited(data: bytes, *pairs: tuple[str, str], part: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            body = old.read(name)
            if name == part:
                text = body.decode()
                for before, after in pairs:
                    assert before in text, before
                    text = text.replace(before, after)
                body = text.encode()
            new.writestr(name, body)
    return out.getvalue()


def test_versions_are_saved_compared_and_an_older_one_taken_again(
    client: FlaskClient, case: Case
) -> None:
    assert "还没有" not in page(client, case)
    assert save(client, case, "本机关未制作该信息。", comment="初稿").status_code == 303
    first = base_of(page(client, case))
    assert save(client, case, "本机关没有保存该信息。", base=first).status_code == 303
    html = page(client, case)
    second = base_of(html)
    assert "初稿" in html
    assert "王审" in html
    compared = page(client, case, f"?from={first}&to={second}")
    assert "<del><span" in compared
    assert "未制作</del>" in compared
    assert "没有保存</ins>" in compared
    took = client.post(
        f"/cases/{case.done.record_id}/draft/versions/{first}/take", data={"based_on": second}
    )
    assert took.status_code == 303
    html = page(client, case)
    assert "取第1稿为最新一稿" in html
    assert "本机关未制作该信息。</textarea>" in html


def test_the_second_of_two_writers_keeps_his_text_and_learns_who_saved(
    client: FlaskClient, sign_in, town: Town, case: Case
) -> None:
    make_user(town.office, "li", roles=[Role.handler], name="李后")
    other = sign_in("li")
    assert save(client, case, "先到的理由。").status_code == 303
    late = save(other, case, "后到的理由。", base=0, comment="我的")
    assert late.status_code == 409
    assert read_page(late.text).faults == []
    assert "王审" in late.text
    assert "已保存第 1 稿" in late.text
    assert "后到的理由。</textarea>" in late.text
    assert "先" in late.text
    assert save(other, case, "合并的理由。", base=base_of(late.text)).status_code == 303


def test_a_draft_goes_out_as_docx_and_comes_back_shown_before_it_is_stored(
    client: FlaskClient, case: Case
) -> None:
    save(client, case, "旧的理由。")
    data = download(client, case)
    back = upload(
        client, case, edited(data, ("旧的理由。", "新的理由。"), ("办理结果、依据由系统", "随便写"))
    )
    assert back.status_code == 200
    assert read_page(back.text).faults == []
    assert "这一段由系统生成，您的改动没有采用" in back.text
    assert "新</ins>" in back.text
    assert "新的理由。</textarea>" in back.text
    assert "新的理由" not in page(client, case)


def test_a_draft_of_an_older_version_is_told_and_compared_with_the_newest(
    client: FlaskClient, case: Case
) -> None:
    save(client, case, "第一稿。")
    data = download(client, case)
    save(client, case, "第二稿，更长。", base=base_of(page(client, case)))
    back = upload(client, case, edited(data, ("第一稿。", "第一稿改。")))
    assert "已保存第 2 稿" in back.text
    assert "依据第 1 稿" in back.text
    assert "第 2 稿的差异" in back.text


@pytest.mark.parametrize(
    "content",
    [b"just words", b"%PDF-1.7 x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b""],
    ids=["txt", "pdf", "doc", "empty"],
)
def test_what_is_no_draft_is_refused_and_the_case_untouched(
    client: FlaskClient, case: Case, content: bytes
) -> None:
    found = upload(client, case, content)
    assert found.status_code == 422
    assert "上传的文件" in found.text
    assert 'id="versions"' not in page(client, case)


def test_the_draft_of_another_case_or_of_none_is_refused(
    client: FlaskClient, town: Town, case: Case
) -> None:
    other = town.in_progress()
    found = upload(client, case, download(client, other))
    assert found.status_code == 422
    assert f"另一案（{other.done.number}）" in found.text
    cleared = edited(download(client, case), ("casework-draft-", "x"), part="docProps/core.xml")
    assert "看不出是哪一案" in upload(client, case, cleared).text
    assert "还没有填写" in upload(client, case, download(client, case)).text


def test_an_uploaded_text_is_refused_for_what_cannot_be_printed(
    client: FlaskClient, case: Case
) -> None:
    save(client, case, "旧的理由。")
    data = download(client, case)
    assert "U+202E" in upload(client, case, edited(data, ("旧的", "旧\u202e的"))).text
    assert "U+1F600" in upload(client, case, edited(data, ("旧的", "旧\U0001f600的"))).text


def test_the_case_page_leads_to_the_draft_and_asks_nothing_twice(
    client: FlaskClient, case: Case
) -> None:
    save(client, case, "理由。")
    html = client.get(f"/cases/{case.done.record_id}?act=submit_draft&outcome=C5").text
    assert f"/cases/{case.done.record_id}/draft" in html
    assert "（1 稿）" in html
    assert 'name="fact_reasons"' not in html
    assert 'id="act-write_reasons"' not in html


def test_the_journal_of_the_case_page_shows_the_beginning_of_a_long_version(
    client: FlaskClient, case: Case
) -> None:
    save(client, case, "理由" * 500)
    html = client.get(f"/cases/{case.done.record_id}").text
    assert "理由" * 40 + "…（共 1000 字）" in html
    assert "理由" * 41 not in html


def test_who_may_not_write_now_reads_and_his_text_is_refused_with_the_way(
    client: FlaskClient, sign_in, case: Case
) -> None:
    save(client, case, "理由。")
    reader = sign_in("intake")
    assert "现在不由您修改理由" in page(reader, case)
    late = save(reader, case, "别人的。", base=1)
    assert late.status_code in (403, 409)
    assert "承办人" in late.text
    assert "别人的。" in late.text


def test_a_department_that_only_contributes_sees_no_draft(sign_in, case: Case) -> None:
    assert sign_in("edu").get(f"/cases/{case.done.record_id}/draft").status_code == 404


def remark(client: FlaskClient, case: Case, text: str, *, paragraph: int, version: int):
    html = page(client, case, f"?remark={paragraph}")
    record = re.search(r'name="record_version" value="(\d+)"', html)[1]
    form = {"remark": text, "paragraph": paragraph, "on_version": version, "record_version": record}
    return client.post(f"/cases/{case.done.record_id}/draft/remarks", data=form)


def test_a_remark_stands_beside_its_paragraph_follows_its_words_and_is_settled(
    client: FlaskClient, case: Case
) -> None:
    save(client, case, "第一段。\n第二段。")
    first = base_of(page(client, case))
    assert remark(client, case, "请补充条款", paragraph=2, version=first).status_code == 303
    assert remark(client, case, "语气再斟酌", paragraph=0, version=first).status_code == 303
    html = page(client, case)
    assert "2 条没有处理" in html
    assert re.search(r"第二段。.*?请补充条款", html, re.DOTALL)
    save(client, case, "新的开头。\n第一段。\n第二段。", base=first)
    moved = page(client, case)
    assert re.search(r"第二段。</p>|第二段。 <a", moved)
    assert "写于第 1 稿" in moved
    second = base_of(moved)
    refused = remark(client, case, "写在旧稿上", paragraph=1, version=first)
    assert refused.status_code == 409
    assert "写在旧稿上" in refused.text
    assert "更新的一稿" in refused.text
    save(client, case, "新的开头。\n第一段。\n第二段，已改。", base=second)
    changed = page(client, case)
    assert "所批注的一段已经修改，原文：第二段。" in changed
    seq = re.search(r"remarks/(\d+)/settle", changed)[1]
    record = re.search(r'name="record_version" value="(\d+)"', changed)[1]
    done = client.post(
        f"/cases/{case.done.record_id}/draft/remarks/{seq}/settle",
        data={"record_version": record, "answer": "已照改"},
    )
    assert done.status_code == 303
    settled = page(client, case)
    assert "1 条没有处理" in settled
    assert "已照改" in settled
    assert "remark_on_reasons" not in client.get(f"/cases/{case.done.record_id}").text
