"""What every part of a programme's definition is made of: strict types, keys and where a thing is from."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from trellis.kernel.labelled import LabelledEnum

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Words = Annotated[str, Field(min_length=1, max_length=4000)]
Whole = Annotated[int, Field(strict=True, ge=0, le=100_000)]
Count = Annotated[int, Field(strict=True, ge=1, le=1_000)]
Number = Annotated[int, Field(strict=True, ge=1, le=200)]
Minutes = Annotated[int, Field(strict=True, ge=5, le=480)]
YesNo = Annotated[bool, Field(strict=True)]


class Confidence(LabelledEnum):
    """Say how sure we are that a thing is as the programme's owner has it."""

    SOURCE = "source", "As the source says"
    READ_ELSEWHERE = "read_elsewhere", "Read elsewhere: check before relying on it"
    OWN_OUTLINE = "own_outline", "Our own outline: put your own material here"


class Part(BaseModel):
    """Be one part of a definition: frozen, and refusing keys that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourcedPart(Part):
    """Be a part that says where it comes from: the key of a source, and how sure we are."""

    source: str = ""
    confidence: Confidence = Confidence.SOURCE


class Source(Part):
    """Name a document that the definition was made from."""

    key: Key
    title: Words
    publisher: Words
    dated: str = ""
    note: str = ""


class Aim(Part):
    """Name one thing that the programme is for."""

    key: Key
    label: Words


class Summary(Part):
    """Say what the programme is, once for families and once for those who refer."""

    for_families: Words
    for_referrers: Words
