"""The characters every paper's 仿宋 begins with, in fixed order; a table and nothing else.

They take the first codes of the first subset, so that subset is the same in all papers and its bytes are made once in
a process; only the rest of a paper's characters is cut and compressed each time. Changing the table changes the bytes
of every paper, so add to it only with a reason: each character that a paper does not use costs it 300 bytes.
"""

# The face that draws this one is the one with the seed.
COMMON = "的"

SEED = (
    "0123456789-"
    "，。、；：（）《》〔〕“”"
    "年月日号第条项一二三四六十"
    "政府信息公开申请本机关行人于收到你提的内容根据中华民共和国例规定国务院令"
    "答复书告知登记回执补正办理决定延长期限不予部分可以自之起个工作内向上级或者法提"
    "议诉讼如对服在六有权请求经审查该属其他无属于应当按照依法律主动已将未能制获取"
    "方式当联系地称为处由意见第三说明理机市县区局"
    "人办公及和所需要用途文"
    "编址件目批交下果结位范电单构话出现合款特此—"
)
