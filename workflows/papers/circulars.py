"""What a supervising office sends to its units; the number is the one the office gives it in its own register."""

from workflows.document_type import Addressee, DocumentType
from workflows.vocabulary import ClockEffect

CIRCULARS = (
    DocumentType(
        "circular",
        "政务公开工作情况通报",
        "条例47",
        Addressee.units,
        limit="拟印发日期",
        effect=ClockEffect.stop,
        needs=(("circular.chapters", "通报的内容"),),
        uses=("draft_circular",),
    ),
    DocumentType(
        "chase_notice",
        "督办单",
        "条例47",
        Addressee.units,
        limit="发现逾期或者有疑点时",
        effect=ClockEffect.fix,
        needs=(("act.matter", "督办事项"), ("act.demand", "要求"), ("act.until", "反馈期限")),
    ),
)
