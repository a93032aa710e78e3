"""Which chapter of the manual belongs to which page; a page without a line of its own leads to the list of chapters."""

from workflows.vocabulary import Role

CHAPTERS: dict[str, str] = {
    "desk": "queue#工作台",
    "queue": "queue",
    "case": "handler",
    "act": "handler",
    "suppose": "deadlines",
    "five_steps": "handler#五步判断",
    "case_cells": "annual",
    "bundle_list": "casefile",
    "draft": "drafts",
    "save_draft": "drafts",
    "case_files": "files",
    "case_file": "files",
    "redact_form": "files",
    "register_form_page": "registrar",
    "register_request": "registrar",
    "approval_desk": "approver",
    "approve_chosen": "approver",
    "task_list": "evidence",
    "seals": "seals",
    "unserved_papers": "service",
    "numbers": "numbering",
    "annual_report": "statistician",
    "annual_report_cases": "annual",
    "edit_annual_report": "annual#填写第二部分和文字部分",
    "annual_check": "rollup#核对公布的年报",
    "annual_units": "rollup#各单位的年报",
    "statistics": "statistician#图",
    "indicators": "indicators",
    "indicator_cases": "indicators",
    "indicator_years": "indicators#历年走势",
    "circulars": "circulars",
    "circular": "circulars",
    "further_figures": "circulars#其他数字",
    "supervised": "supervision",
    "assessment_list": "supervision#年度考核表",
    "assessment_sheet": "supervision#年度考核表",
    "assessment_points": "supervision#分值和评定",
    "set_assessment_points": "supervision#分值和评定",
    "publications": "publications",
    "handover_page": "people",
    "records": "records",
    "new_record": "records",
    "inbox_page": "reminders",
    "training_page": "training",
    "grade_training": "training",
    "own_password": "administration#用户",
    "change_own_password": "administration#用户",
    "own_settings": "reminders",
    "administration": "administrator",
    "people": "administrator#人员",
    "person": "administrator#人员",
    "unit_page": "administration#管理页",
    "unit_settings_page": "administration#单位设置",
    "setup": "administrator#新增一个单位",
    "numbering": "numbering#设置",
    "paper_kinds": "papers",
    "signing_chain": "administration#审核审批流程",
    "seal_admin": "seals",
    "calendar_admin": "calendar",
    "preview_notice": "calendar",
    "calendar_progress": "calendar",
    "announcement_page": "administrator#公告",
    "publish_announcement": "administrator#公告",
    "agencies": "evidence#机关名录和接收渠道",
    "agency": "evidence#机关名录和接收渠道",
    "ledgers": "ledger",
    "send_ledger": "ledger",
    "ledger": "ledger",
    "health": "administration#管理页",
}
"""By the name of the view: the chapter, and the part of it behind a `#`."""

BY_STEP = {"review": "adviser", "approval": "approver"}
"""The two signing pages are one view."""

ROLES: tuple[tuple[Role, str], ...] = (
    (Role.intake, "registrar"),
    (Role.handler, "handler"),
    (Role.legal, "adviser"),
    (Role.approver, "approver"),
    (Role.statistics, "statistician"),
    (Role.supervisor, "supervisor"),
    (Role.admin, "administrator"),
    (Role.applicant, "applicants"),
)
"""The chapter of each role, in the order in which a request meets them."""


def chapter_of(view: str, step: str = "") -> str:
    """The chapter of a page; empty where the list of chapters is the best there is."""
    return BY_STEP.get(step) or CHAPTERS.get(view, "")
