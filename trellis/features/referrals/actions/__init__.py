"""Writes to referrals."""

from trellis.features.referrals.actions.attaching import attach_document, remove_document
from trellis.features.referrals.actions.deciding import (
    accept,
    answer_questions,
    ask_for_more,
    change_places,
    decline,
    override_accept,
    record_fact,
)
from trellis.features.referrals.actions.drafting import add_item, begin_referral, remove_item, save_page, withdraw
from trellis.features.referrals.actions.identifying import identify
from trellis.features.referrals.actions.sending import send_ready_referral, submit

__all__ = [
    "accept",
    "add_item",
    "answer_questions",
    "ask_for_more",
    "attach_document",
    "begin_referral",
    "change_places",
    "decline",
    "identify",
    "override_accept",
    "record_fact",
    "remove_document",
    "remove_item",
    "save_page",
    "send_ready_referral",
    "submit",
    "withdraw",
]
