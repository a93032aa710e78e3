"""What requests are about (申请事项类别): the words an office sorts them by, and what its yearly report says of them.

The list is the office's own, a setting of the unit; a request keeps its word when the list changes. No act, no period and no row
of the annual table depends on it: supervising offices ask for it in the words of the report alone.
"""

from collections.abc import Mapping

from workflows.annual_sentences import ONE_DECIMAL, ShareForm, share

OTHER = "其他"
UNSORTED = "未归类"
"""How a request without a topic is told of; no office may call a topic so."""

# reading: the first four are those of the published report of 2020; the others follow the fields of 条例20 that people ask about most.
TOPICS = (
    "土地征收",
    "房屋补偿",
    "财政",
    "民事纠纷",
    "规划建设",
    "工程项目",
    "社会保障",
    "教育",
    "医疗卫生",
    "生态环境",
    "行政执法",
    OTHER,
)
LONGEST, MOST = 20, 40
"""Characters of a topic, and topics of a list: a longer one cannot be chosen from at a glance."""
_LEADING = 4


def ranked(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The topics that have requests, the most usual first and “其他” last; what has no topic (an empty word) is left out."""
    known = [(word, n) for word, n in counts.items() if word and n]
    return tuple(sorted(known, key=lambda one: (one[0] == OTHER, -one[1], one[0])))


def sentence(counts: Mapping[str, int], total: int, form: ShareForm = ONE_DECIMAL) -> str:
    """What the new requests of a year were mainly about; empty where none has a topic.

    `counts` tells the requests counted by the system by topic, those without one under the empty word; `total` is all new ones.
    What reports filed from outside add has no topics: it is named, and the shares leave it out.
    """
    known, whole = ranked(counts), sum(counts.values())
    if not known or whole > total:
        return ""
    leading = [one for one in known if one[0] != OTHER][:_LEADING] or known
    parts = "、".join(f"{word}（{n}件，占{share(n, whole, form)}）" for word, n in leading)
    told = f"主要涉及{parts}等方面" if len(known) > len(leading) else f"涉及{parts}"
    without = counts.get("", 0)
    if without:
        told += f"；另有{without}件{UNSORTED}，占{share(without, whole, form)}"
    if total > whole:
        told += f"；以报送的年报汇总的{total - whole}件没有归类，不计入上述占比"
    return f"申请的内容{told}。"


def words(counts: Mapping[str, int]) -> Mapping[str, tuple[tuple[int, ...], int]]:
    """The words by which people tell of these numbers, each with its count and the whole (R10); “其他” says too little."""
    whole = sum(counts.values())
    known = {word: n for word, n in ranked(counts) if word != OTHER}
    if known:
        known[UNSORTED] = counts.get("", 0)
    return {word: ((n,), whole) for word, n in known.items()}
