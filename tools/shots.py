"""Which pictures the manual needs: every page of the application, who looks at it, and what is done there first.

The order matters: what a shot does stays done for those behind it.
"""

from dataclasses import dataclass

from tools.moves import Move, choose, fill, follow, go, order, press, send, wait_for


@dataclass(frozen=True)
class Shot:
    """One picture: which view it shows, who looks, where he begins, and what he does from there."""

    name: str
    login: str
    page: str
    address: str
    moves: tuple[Move, ...] = ()
    part: str = ""  # what to bring to the top of the picture
    phone: bool = False
    ticks: bool = False  # what runs beside the pages has run before the picture


MINE = "/cases?state=in_progress&mine=1"
CASE = follow(r"/cases/\d+$")
RUNNING = follow("-0015$")  # five days left, nothing late
REASONS = {
    "reasons": "经检索本机关档案，查找到2023年该村宅基地审批材料一份，依法可以公开。",
    "comment": "补充检索过程",
}
WALK = "?standing=yes&clear=yes&many=no&kind=yes&before=no&whose=yes&special=no&search=yes"
ASKED = "某街道2019年房屋征收补偿方案"
TYPED = {
    "key": "a form of the manual",
    "items__0__description": ASKED,
    "name": "张三",
    "phone": "13900000001",
    "address": "示范路1号",
}
LEDGER = (
    "案件编号,申请人类型,申请人,收到日期,申请内容,办理结果,办结日期\n"
    "2018-1,自然人,张三,2018-03-02,某街道房屋征收补偿方案,（一）予以公开,2018-03-20\n"
    "2018-2,自然人,李四,2018-06-11,某小学扩建工程的批复,1.本机关不掌握相关政府信息,2018-07-05\n"
    "2018-3,商业企业,示范商贸有限公司,2018-11-26,某地块的出让合同,,\n"
)
FAULTY = LEDGER.replace("自然人,李四,2018-06-11", "自然,李四,2018-06-31")
OF_THE_DESK = (
    Shot("login", "", "web.login", "/login"),
    Shot("desk", "chengban", "web.desk", "/"),
    Shot("queue", "chengban", "web.queue", "/cases?state=in_progress"),
    Shot("inbox", "chengban", "web.inbox_page", "/inbox"),
    Shot("tasks", "chengban", "web.task_list", "/tasks"),
    Shot("own-settings", "chengban", "web.own_settings", "/me"),
    Shot("own-password", "chengban", "web.own_password", "/me/password"),
    Shot("training", "tongji", "web.training_page", "/training?exercise=7"),
    Shot(
        "training-graded", "tongji", "web.training_page", "/training?exercise=7",
        (press("批改"),),
    ),
)  # fmt: skip
OF_A_CASE = (
    Shot("case", "chengban", "web.case", MINE, (RUNNING,)),
    Shot("acts", "chengban", "web.case", MINE, (RUNNING,), "#acts"),
    Shot("five-steps", "chengban", "web.five_steps", MINE, (RUNNING, go(f"/five-steps{WALK}"))),
    Shot("draft", "chengban", "web.draft", MINE, (RUNNING, go("/draft"), fill(**REASONS), press("保存为新的一稿"))),
    Shot(
        "what-if", "chengban", "web.suppose", MINE,
        (RUNNING, go("/what-if?act=consult_third_party"), press("试算")),
    ),
    Shot(
        "case-cells", "chengban", "web.case_cells", "/cases?state=archived",
        (CASE, go("/annual"), choose(column="business"), press("查看理由")),
    ),
    Shot(
        "files", "chengban", "web.case_files", MINE,
        (
            RUNNING, go("/files"), choose(file_kind="release"),
            send("file", "登记表.pdf", "./sheets/register_sheet.pdf"), press("登记文件"),
        ),
    ),
    Shot("file", "chengban", "web.case_file", MINE, (RUNNING, go("/files"), follow(r"/files/\d+$"))),
    Shot(
        "redact", "chengban", "web.redact_form", MINE,
        (RUNNING, go("/files"), follow(r"/files/\d+$"), go("/redact"), press("查找证件、银行卡和电话号码")),
    ),
    Shot(
        "bundles", "chengban", "web.bundle_list", MINE,
        (RUNNING, order("连同原件打包"), go("/bundles"), wait_for("校验值")),
    ),
)  # fmt: skip
OF_THE_REGISTRAR = (
    Shot("register", "dengji", "web.register_form_page", "/register"),
    Shot("unserved", "dengji", "web.unserved_papers", "/unserved"),
    Shot("numbers", "dengji", "web.numbers", "/numbers"),
    Shot("seals", "dengji", "web.seals", "/seals"),
    Shot("records", "fawu", "web.records", "/records/review"),
    Shot("record-new", "fawu", "web.new_record", "/records/review/new"),
    Shot("record", "fawu", "web.case", "/records/review?open=1", (CASE,)),
)
OF_THE_SIGNERS = (
    Shot("reviews", "fawu", "web.approval_desk", "/approvals"),
    Shot("review", "fawu", "web.signing_page", "/approvals", (follow(r"/review$"),)),
    Shot("approvals", "shenpi", "web.approval_desk", "/approvals"),
    Shot("approval", "shenpi", "web.signing_page", "/approvals", (follow(r"/approval$"),)),
    Shot("handover", "shenpi", "web.handover_page", "/handover?leaving=chengban"),
)
ANNUAL = "?year=2020&unit=lanshan"
OF_THE_YEAR = (
    Shot("annual", "tongji", "web.annual_report", f"/reports/annual{ANNUAL}"),
    Shot(
        "annual-cell", "tongji", "web.annual_report_cases", f"/reports/annual{ANNUAL}",
        (follow(r"/annual/cases"),),
    ),
    Shot("annual-edit", "tongji", "web.edit_annual_report", f"/reports/annual/edit{ANNUAL}"),
    Shot(
        "annual-check", "tongji", "web.annual_check", "/reports/annual/check",
        (send("file", "年报.xlsx", f"/reports/annual.xlsx{ANNUAL}"), press("核对")),
    ),
    Shot("annual-units", "zhuguan", "web.annual_units", f"/reports/annual/units{ANNUAL}"),
    Shot("statistics", "zhuguan", "web.statistics", f"/statistics{ANNUAL}&rollup=1"),
    Shot(
        "indicators", "zhuguan", "web.indicators",
        "/indicators?unit=lanshan&rollup=1&span=year&year=2020",
    ),
    Shot(
        "indicator-years", "zhuguan", "web.indicator_years",
        "/indicators/years?unit=lanshan&rollup=1&year=2020&key=extended",
    ),
    Shot(
        "indicator-cases", "zhuguan", "web.indicator_cases",
        "/indicators?unit=lanshan&rollup=1&span=year&year=2020", (follow(r"/indicators/cases/"),),
    ),
)  # fmt: skip
OF_THE_SUPERVISOR = (
    Shot("supervisor", "zhuguan", "web.desk", "/", part="table.units"),
    Shot("supervision", "zhuguan", "web.supervised", "/supervision"),
    Shot("assessment", "zhuguan", "web.assessment_list", "/assessment"),
    Shot(
        "assessment-sheet", "zhuguan", "web.assessment_sheet", "/assessment",
        (follow(r"/assessment/(?!points)"),),
    ),
    Shot(
        "assessment-points", "zhuguan", "web.assessment_points",
        "/assessment/points?unit=lanshan&year=2026",
    ),
    Shot("publications", "zhuguan", "web.publications", "/publications"),
    Shot("circulars", "zhuguan", "web.circulars", "/circulars"),
    Shot("circular", "zhuguan", "web.circular", "/circulars", (follow(r"/circulars/\d+$"),)),
    Shot(
        "further-figures", "zhuguan", "web.further_figures",
        "/circulars/figures?unit=lanshan&year=2020&month=9",
    ),
)  # fmt: skip
OF_THE_ADMINISTRATOR = (
    Shot("admin", "guanli", "web.administration", "/admin"),
    Shot("people", "guanli", "web.people", "/admin/people"),
    Shot(
        "person", "guanli", "web.person", "/admin/people/tongji",
        (choose(role="importer"), press("保存角色")),
    ),
    Shot("unit", "guanli", "web.unit_page", "/admin/units/lanshan"),
    Shot("setup", "guanli", "web.setup", "/admin/units/lanshan/setup"),
    Shot("unit-settings", "guanli", "web.unit_settings_page", "/admin/units"),
    Shot("numbering", "guanli", "web.numbering", "/admin/units/lanshan/numbering"),
    Shot("signing-chain", "guanli", "web.signing_chain", "/admin/units/lanshan/signing"),
    Shot("admin-seals", "guanli", "web.seal_admin", "/admin/seals"),
    Shot("paper-kinds", "guanli", "web.paper_kinds", "/admin/papers"),
    Shot("announcements", "guanli", "web.announcement_page", "/admin/announcements"),
    Shot("agencies", "guanli", "web.agencies", "/admin/agencies"),
    Shot("agency", "guanli", "web.agency", "/admin/agencies", (follow(r"/agencies/\d+$"),)),
    Shot("health", "guanli", "web.health", "/admin/health"),
)  # fmt: skip
SENT = (fill(**TYPED), press("下一步，核对"), press("提交申请"))
ON_A_PHONE_ALONE = ("apply-withdraw", "apply-help")
OF_THE_APPLICANT = tuple(
    Shot(f"{name}{'-phone' if phone else ''}", "", *rest, phone=phone)
    for phone in (False, True)
    for name, *rest in (
        ("apply-units", "apply.start", "/apply"),
        ("apply", "apply.fill_in", "/apply/to/lanshan"),
        ("apply-review", "apply.fill_in", "/apply/to/lanshan", SENT[:2]),
        ("apply-receipt", "apply.receipt", "/apply/to/lanshan", SENT),
        ("apply-case", "apply.case", "/apply/case"),
        ("apply-withdraw", "apply.ask_withdraw", "/apply/case/withdraw"),
        ("apply-track", "apply.track", "/apply/track"),
        ("apply-help", "apply.explained", "/apply/help"),
    )
    if phone or name not in ON_A_PHONE_ALONE
)
ON_A_PHONE = (
    Shot("desk-phone", "chengban", "web.desk", "/", phone=True),
    Shot("case-phone", "chengban", "web.case", MINE, (RUNNING,), phone=True),
)
NOTICE = {
    "number": "示范发〔2026〕1号",
    "title": "关于防汛期间调整工作日的通知",
    "off": "2026-06-25..2026-06-26:防汛",
}
OF_THE_CALENDAR = (
    Shot("calendar", "guanli", "web.calendar_admin", "/admin/calendar"),
    Shot(
        "calendar-preview", "guanli", "web.preview_notice", "/admin/calendar",
        (fill(**NOTICE), press("预览影响")),
    ),
    Shot(
        "calendar-progress", "guanli", "web.calendar_progress", "/admin/calendar",
        (fill(**NOTICE), press("预览影响"), press("登记并重算期限")), ticks=True,
    ),
)  # fmt: skip
TRIAL = "上传并试导"
OF_A_LEDGER = (
    Shot("ledgers", "tongji", "web.ledgers", "/ledgers"),
    Shot(
        "ledger-faults", "tongji", "web.ledger", "/ledgers",
        (send("file", "2018年台账.csv", FAULTY.encode()), press(TRIAL), wait_for("错误清单")),
    ),
    Shot(
        "ledger", "tongji", "web.ledger", "/ledgers",
        (send("file", "2018年台账.csv", LEDGER.encode()), press(TRIAL), wait_for("合计")),
    ),
    Shot(
        "ledger-loaded", "tongji", "web.ledger", "/ledgers",
        (follow(r"/ledgers/\d+$"), press("导入这 3 件申请"), wait_for("已导入")),
    ),
)  # fmt: skip
OF_THE_MANUAL = (
    Shot("help", "chengban", "web.help_index", "/help"),
    Shot("help-chapter", "chengban", "web.help_chapter", "/help/files"),
)
SHOTS = (
    *OF_THE_DESK,
    *OF_A_CASE,
    *OF_THE_REGISTRAR,
    *OF_THE_SIGNERS,
    *OF_THE_YEAR,
    *OF_THE_SUPERVISOR,
    *OF_THE_ADMINISTRATOR,
    *OF_THE_APPLICANT,
    *ON_A_PHONE,
    *OF_THE_CALENDAR,
    *OF_A_LEDGER,
    *OF_THE_MANUAL,
)
