"""The caller's own messages: listed, the unread first, and marked as read."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate
from werkzeug.exceptions import Unauthorized

from casework import http
from casework.api.blueprint import ApiBlueprint
from casework.api.bodies import Flag, Given, Many, Whole
from casework.queries import inbox as messages
from casework.queries.inbox import Inbox
from casework.services import inbox

blueprint = ApiBlueprint("api_messages", description="提醒")
_LARGEST = 2**31 - 1
_MOST_IDS = 1000


class MessageOut(Schema):
    """One message; `act` is the act it proposes, or empty."""

    id = fields.Integer()
    record_id = fields.Integer()
    level = fields.String()
    on_day = fields.Date()
    ends_on = fields.Date()
    sentence = fields.String()
    act = fields.String()
    unread = fields.Boolean()


class MessagesOut(Schema):
    """One page of the inbox; `newest` is what `up_to` of the next mark may be."""

    items = fields.List(fields.Nested(MessageOut), attribute="rows")
    total = fields.Integer()
    unread = fields.Integer()
    page = fields.Integer()
    pages = fields.Integer()
    newest = fields.Integer()


class ReadOut(Schema):
    read = fields.Integer(metadata={"description": "本次标为已读的条数"})


class MessageQuery(Given):
    """Which messages."""

    unread = Flag(load_default=False, metadata={"description": "只列未读的"})
    page = Whole(load_default=1, validate=validate.Range(1, _LARGEST, error="从 1 起"))


class ReadIn(Given):
    """Which messages have been seen: some of them, or everything up to one."""

    ids = Many(
        Whole(validate=validate.Range(1, _LARGEST, error="从 1 起")),
        load_default=list,
        validate=validate.Length(max=_MOST_IDS, error=f"一次不能超过 {_MOST_IDS} 条"),
    )
    up_to = Whole(
        load_default=0,
        validate=validate.Range(0, _LARGEST, error="从 0 起"),
        metadata={"description": "标到这一条为止，取列表中的 newest"},
    )


@blueprint.at("/messages")
@blueprint.takes(MessageQuery, query=True)
@blueprint.answers(MessagesOut)
def listed(query: Mapping[str, Any]) -> Inbox:
    """本人的提醒，未读的在前，每页 50 条。"""
    return messages.inbox(http.read(), _user_id(), page=query["page"], only_unread=query["unread"])


@blueprint.at("/messages/read", method="POST")
@blueprint.takes(ReadIn)
@blueprint.answers(ReadOut)
def read(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """将本人的提醒标为已读：指明的几条，或者到某一条为止的全部。"""
    user_id, moment, office = _user_id(), http.now(), http.office()
    http.end_read()
    done = inbox.mark_read(office, user_id, body["ids"], moment=moment)
    done += inbox.mark_all_read(office, user_id, up_to=body["up_to"], moment=moment)
    return {"read": done}


def _user_id() -> int:
    user_id = http.viewer().user_id
    if user_id is None:
        raise Unauthorized
    return user_id
