"""Writes about who may see what."""

from trellis.features.confidentiality.actions.agreeing import agree_to_share, end_agreement, share, take_back
from trellis.features.confidentiality.actions.needing import break_glass, end_break_glass, review_break_glass
from trellis.features.confidentiality.actions.sealing import extend_seal, lift_seal, seal_fact
from trellis.features.confidentiality.actions.shutting import (
    close_file,
    declare_knowing,
    end_shut_out,
    open_file_again,
    say_whom_one_knows,
    settle_known,
    shut_out,
)
from trellis.features.confidentiality.actions.siding import join_sides, part_sides

__all__ = [
    "agree_to_share",
    "break_glass",
    "close_file",
    "declare_knowing",
    "end_agreement",
    "end_break_glass",
    "end_shut_out",
    "extend_seal",
    "join_sides",
    "lift_seal",
    "open_file_again",
    "part_sides",
    "review_break_glass",
    "say_whom_one_knows",
    "seal_fact",
    "settle_known",
    "share",
    "shut_out",
    "take_back",
]
