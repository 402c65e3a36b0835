"""Mutations of streams: what a page draws, operator by operator; the letters of its fonts; the compression."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from random import Random

from tests.fuzz.mutate_bytes import mutate_bytes
from tests.fuzz.mutate_objects import containers, of_type
from tests.fuzz.objects import Name, Parsed, Raw, Ref, Stream
from tests.fuzz.values import length, odd_number, some_bytes

_TOKEN = re.compile(
    rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>|<<|>>|/[^\s()<>\[\]{}/%]*|\[|\]|[^\s()<>\[\]{}/%]+", re.DOTALL
)
_NUMBER = re.compile(rb"[-+]?[0-9]*\.?[0-9]+")
_OPERATORS = (
    b"q", b"Q", b"cm", b"BT", b"ET", b"Tj", b"TJ", b"'", b'"', b"Tf", b"Tm", b"Td", b"TD", b"T*", b"Tc", b"Tw", b"Tz",
    b"TL", b"Tr", b"Ts", b"m", b"l", b"c", b"re", b"h", b"S", b"f", b"B", b"W n", b"n", b"Do", b"gs", b"sh", b"rg",
    b"BMC", b"EMC", b"BI", b"ID", b"EI", b"d0", b"d1", b"w", b"d",
)  # fmt: skip
# Whole phrases: matrices that turn, mirror, blow up and flatten; what is drawn far away; text that is hidden or huge.
_PHRASES = (
    b"0 0 0 0 0 0 cm", b"1e9 0 0 1e9 0 0 cm", b"0 1 -1 0 300 300 cm", b"-1 0 0 1 595 0 cm", b"0.7 0.7 -0.7 0.7 0 0 cm",
    b"1 0 0 1 99999999 -99999999 cm", b"1 0 0 0 0 0 Tm", b"0 0 0 0 0 0 Tm", b"1 0.001 0 1 72 700 Tm",
    b"0 -1 1 0 72 700 Tm", b"-1 0 0 -1 300 400 Tm", b"9999999999 0 0 1 0 0 Tm", b"0 Tz", b"-100 Tz", b"3 Tr", b"7 Tr",
    b"-500 Ts", b"1000000 Tc", b"-1000000 Tw", b"0 0 595 842 re f", b"0 0 1e30 1e30 re S", b"0 0 m 0 0 l S",
    b"-32768 0 m 32767 0 l S", b"[1 0 0] 0 d", b"1000 w",
)  # fmt: skip


def page_contents(parsed: Parsed) -> list[int]:
    """The numbers of the streams that pages name as their content."""
    named = []
    for number in of_type(parsed, "Page"):
        content = parsed.objects[number].get(Name("Contents"))
        named += [one for one in (content if isinstance(content, list) else [content]) if isinstance(one, Ref)]
    return [int(one) for one in named if isinstance(parsed.objects.get(int(one)), Stream)]


def _drawing(parsed: Parsed, random: Random) -> Stream | None:
    """What a page or a form draws."""
    forms = [
        number
        for number, value in sorted(parsed.objects.items())
        if isinstance(value, Stream) and value.entries.get(Name("Subtype")) == "Form"
    ]
    numbers = page_contents(parsed) or forms
    if forms and random.random() < 0.2:
        numbers = forms
    return parsed.objects[random.choice(numbers)] if numbers else None


def _change_tokens(parsed: Parsed, random: Random) -> None:
    stream = _drawing(parsed, random)
    content = stream.content() if stream else None
    tokens = _TOKEN.findall(content) if content else []
    if stream and tokens:
        for _ in range(length(random, 40)):
            if tokens:
                _change_one_token(tokens, random)
        stream.put(b"\n".join(tokens))


def _change_one_token(tokens: list[bytes], random: Random) -> None:
    place = random.randrange(len(tokens))
    kind = random.randrange(9)
    if kind == 0:
        del tokens[place]
    elif kind == 1:
        other = random.randrange(len(tokens))
        tokens[place], tokens[other] = tokens[other], tokens[place]
    elif kind == 2:
        tokens[place:place] = [random.choice(_PHRASES)]
    elif kind == 3:
        tokens[place:place] = [random.choice(_OPERATORS)] * length(random, 300)
    elif kind == 4:
        count = length(random, 400)
        tokens[place:place] = tokens[place : place + count] * random.randint(1, 6)
    elif kind == 5:
        del tokens[place : place + length(random, 200)]
    elif kind == 6:
        texts = [index for index, token in enumerate(tokens) if token[:1] in (b"(", b"<") and token != b"<<"]
        if texts:
            tokens[random.choice(texts)] = b"<%b>" % some_bytes(random, 60).hex().encode()
    else:
        numbers = [index for index, token in enumerate(tokens) if _NUMBER.fullmatch(token)]
        if numbers:
            chosen = random.choice(numbers)
            tokens[chosen] = odd_number(random, tokens[chosen])


def _change_letters(parsed: Parsed, random: Random) -> None:
    """The map from codes to letters: other letters, none, halves of pairs, ranges that run backwards or without end."""
    named = [
        one.get(Name("ToUnicode"))
        for number in sorted(parsed.objects)
        for one in containers(parsed.objects[number])
        if isinstance(one, dict)
    ]
    found = [parsed.objects.get(int(one)) for one in named if isinstance(one, Ref)]
    streams = [one for one in found if isinstance(one, Stream)]
    if not streams:
        return
    for stream in streams if random.random() < 0.3 else [random.choice(streams)]:
        tokens = _TOKEN.findall(stream.content() or b"")
        codes = [index for index, token in enumerate(tokens) if token[:1] == b"<" and len(token) > 2]
        for index in random.sample(codes, min(len(codes), length(random, 80))):
            tokens[index] = random.choice(
                (b"<D800>", b"<FFFF>", b"<0000>", b"<FFFE>", b"<202E>", b"<0301>", b"<E000>", b"<000A>", b"<00A0>",
                 b"<D83DDE00>", b"<DC00D800>", b"<%b>" % (b"0031" * 300), b"<>", b"<5>", b"<002C>", b"<0030>",
                 b"<0022>", b"<%b>" % random.randbytes(2).hex().encode())
            )  # fmt: skip
        if random.random() < 0.2:
            del tokens[random.randrange(len(tokens) + 1) :]
        stream.put(b" ".join(tokens))


def _break_font(parsed: Parsed, random: Random) -> None:
    """A font without what it needs, or no font at all where a page names one."""
    keys = ("ToUnicode", "DescendantFonts", "Encoding", "FontDescriptor", "FontFile", "FontFile2", "FontFile3", "W",
            "Widths", "FirstChar", "DW", "BaseFont", "CIDToGIDMap", "CIDSystemInfo", "Subtype", "Font")  # fmt: skip
    places = [
        (one, Name(key))
        for number in sorted(parsed.objects)
        for one in containers(parsed.objects[number])
        if isinstance(one, dict)
        for key in keys
        if Name(key) in one
    ]
    if not places:
        return
    wanted = random.choice(places)[1]
    chosen = [place for place in places if place[1] == wanted]
    for container, key in chosen if random.random() < 0.5 else [random.choice(chosen)]:
        value = container[key]
        if random.random() < 0.5:
            del container[key]
        elif isinstance(value, list):
            container[key] = [Raw(odd_number(random, b"500")) if isinstance(item, int) else item for item in value]
        else:
            container[key] = random.choice((Name("Identity-V"), Name("Type3"), Raw(odd_number(random)), {}, None, b"x"))


def _any_stream(parsed: Parsed, random: Random) -> Stream | None:
    numbers = [number for number, value in sorted(parsed.objects.items()) if isinstance(value, Stream)]
    if random.random() < 0.5:
        numbers = page_contents(parsed) or numbers
    return parsed.objects[random.choice(numbers)] if numbers else None


def _change_content(parsed: Parsed, random: Random) -> None:
    """Any stream: fonts, maps and pictures too."""
    stream = _any_stream(parsed, random)
    content = stream.content() if stream else None
    if stream and content:
        stream.put(mutate_bytes(content, random))


def _damage_compression(parsed: Parsed, random: Random) -> None:
    stream = _any_stream(parsed, random)
    if stream:
        stream.put_raw(mutate_bytes(stream.data, random))


def _change_filter(parsed: Parsed, random: Random) -> None:
    stream = _any_stream(parsed, random)
    if not stream:
        return
    if random.random() < 0.3:
        stream.put_raw(zlib.compress(stream.data))
        stream.entries[Name("Filter")] = [Name("FlateDecode"), Name("FlateDecode")]
    elif random.random() < 0.5:
        names = ("LZWDecode", "ASCII85Decode", "ASCIIHexDecode", "RunLengthDecode", "DCTDecode", "JBIG2Decode", "Crypt",
                 "JPXDecode", "CCITTFaxDecode", "Unknown")  # fmt: skip
        stream.entries[Name("Filter")] = Name(random.choice(names))
    else:
        parameters = ("Predictor", "Columns", "Colors", "BitsPerComponent")
        entries = {Name(key): Raw(odd_number(random, b"12")) for key in parameters}
        stream.entries[Name("DecodeParms")] = {Name("EarlyChange"): 0, **entries}


_WAYS: tuple[Callable[[Parsed, Random], None], ...] = (
    _change_tokens,
    _change_tokens,
    _change_tokens,
    _change_tokens,
    _change_letters,
    _change_letters,
    _break_font,
    _break_font,
    _change_content,
    _damage_compression,
    _change_filter,
)


def mutate_streams(parsed: Parsed, random: Random) -> None:
    """One mutation of one stream, or of the fonts, in place."""
    random.choice(_WAYS)(parsed, random)
