"""The one blueprint of the pages for applicants, closed as a whole where the office has switched them off."""

from flask import Blueprint, request

from casework import http
from casework.errors import NotFound

apply = Blueprint("apply", __name__, url_prefix="/apply")


@apply.before_request
def only_where_switched_on() -> None:
    """Raises NotFound while the setting CASEWORK_APPLY is off."""
    if not http.office().settings.apply:
        raise NotFound(
            "本系统没有开放网上申请；请当面或者邮寄向行政机关的政府信息公开工作机构提交。"
        )


def network_address() -> str:
    """From where the request came; only a keyed digest of it is counted, and none is kept for longer than a window."""
    return request.remote_addr or ""
