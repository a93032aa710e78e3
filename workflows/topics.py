"""What requests are about (申请事项类别): the words an office sorts them by.

The list is the office's own, a setting of the unit; a request keeps its word when the list changes. No act, no period and no row
of the annual table depends on it: supervising offices ask for it in the words of the report alone.
"""

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
