"""A PDF as plain objects that may be anything at all, and back to bytes.

pypdf takes the file apart; what it gives is turned into Python values, so that a mutation may also write what no
library would: a width of ``--5``, a stream whose length is a lie, a page that is its own parent.
"""

from __future__ import annotations

import io
import logging
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import pypdf
from pypdf import generic

Value = Any
"""``None``, ``bool``, ``int``, ``bytes`` (a string), `Name`, `Ref`, `Raw`, `Stream`, or lists and dictionaries."""


class Name(str):
    """A name, without its slash."""

    __slots__ = ()


class Ref(int):
    """A reference to the object of this number."""

    __slots__ = ()


class Raw(bytes):
    """What is written as it stands: numbers as they were printed, and what is no number."""

    __slots__ = ()


@dataclass
class Stream:
    """A stream with its bytes as they stand in the file; ``entries`` has their length too."""

    entries: dict[Name, Value]
    data: bytes

    @property
    def is_deflated(self) -> bool:
        return self.entries.get(Name("Filter")) in (Name("FlateDecode"), [Name("FlateDecode")])

    def content(self) -> bytes | None:
        """The bytes behind the filter; ``None`` for other filters than Flate, and where they are damaged."""
        if Name("Filter") not in self.entries:
            return self.data
        try:
            return zlib.decompress(self.data) if self.is_deflated else None
        except zlib.error:
            return None

    def put(self, content: bytes) -> None:
        """Takes other content, deflated as it was."""
        self.put_raw(zlib.compress(content) if self.is_deflated else content)

    def put_raw(self, data: bytes) -> None:
        """Takes other bytes and says how many they are."""
        self.data = data
        self.entries[Name("Length")] = len(data)


@dataclass
class Parsed:
    """All objects of a file by number, and the entries of its trailer."""

    objects: dict[int, Value]
    trailer: dict[Name, Value]


def parse(data: bytes) -> Parsed:
    """All objects of a sound PDF."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    reader = pypdf.PdfReader(io.BytesIO(data))
    objects = {}
    # Those that the file lists: pypdf searches it all for each that it does not.
    for number in sorted({*reader.xref_objStm, *(number for listed in reader.xref.values() for number in listed)}):
        found = reader.get_object(generic.IndirectObject(number, 0, reader))
        # Containers of objects are done with once their objects are known.
        if found is not None and not (isinstance(found, dict) and found.get("/Type") in ("/ObjStm", "/XRef")):
            objects[number] = _plain(found)
    kept = {key: _plain(reader.trailer.raw_get(key)) for key in ("/Root", "/Info", "/ID") if key in reader.trailer}
    return Parsed(objects, {Name(key[1:]): value for key, value in kept.items()})


def _plain(value: Any) -> Value:
    if isinstance(value, generic.IndirectObject):
        return Ref(value.idnum)
    if isinstance(value, generic.StreamObject):
        stream = Stream(_entries(value), value._data)
        stream.put_raw(value._data)
        return stream
    if isinstance(value, generic.DictionaryObject):
        return _entries(value)
    if isinstance(value, generic.ArrayObject):
        return [_plain(item) for item in list.__iter__(value)]
    if isinstance(value, generic.NameObject):
        return Name(value[1:])
    if isinstance(value, generic.BooleanObject):
        return bool(value.value)
    if isinstance(value, generic.NumberObject):
        return int(value)
    if isinstance(value, generic.TextStringObject | generic.ByteStringObject):
        return bytes(value.original_bytes)
    return None if isinstance(value, generic.NullObject) else Raw(repr(value).encode())


def _entries(value: generic.DictionaryObject) -> dict[Name, Value]:
    return {Name(key[1:]): _plain(value.raw_get(key)) for key in value}


def serialise(parsed: Parsed, *, packed: bool = False) -> bytes:
    """The file anew; with ``packed`` as most papers are since PDF 1.5: what is no stream is packed into one."""
    out = io.BytesIO(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    out.seek(0, io.SEEK_END)
    objects = dict(parsed.objects)
    # Kind, place or number of the container, place in the container; for each object that there is.
    entries: dict[int, tuple[int, int, int]] = {}
    size = max(objects, default=0) + 1
    if packed:
        inside = [number for number, value in sorted(objects.items()) if not isinstance(value, Stream)]
        entries = {number: (2, size, place) for place, number in enumerate(inside)}
        objects = {number: value for number, value in objects.items() if number not in entries}
        objects[size] = _container(parsed, inside)
        size += 1
    for number, value in sorted(objects.items()):
        entries[number] = (1, out.tell(), 0)
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, _written(value)))
    start = out.tell()
    trailer = {Name("Size"): size + packed, **parsed.trailer}
    if packed:
        entries[size] = (1, start, 0)
        table = b"".join(struct.pack(">BIH", *entries[number]) for number in sorted(entries))
        index = [number for run in _runs(entries) for number in (run[0], len(run))]
        listed = {Name("Type"): Name("XRef"), Name("W"): [1, 4, 2], Name("Index"): index, **trailer}
        out.write(b"%d 0 obj\n%b\nendobj\n" % (size, _written(Stream({**listed, Name("Length"): len(table)}, table))))
    else:
        out.write(b"xref\n0 1\n0000000000 65535 f \n")
        for run in _runs(entries):
            out.write(b"%d %d\n" % (run[0], len(run)))
            out.writelines(b"%010d 00000 n \n" % entries[number][1] for number in run)
        out.write(b"trailer\n%b\n" % _written(trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def _runs(numbers: Iterable[int]) -> list[list[int]]:
    """Numbers in order, those without a gap together."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _container(parsed: Parsed, numbers: list[int]) -> Stream:
    """The stream that these objects are packed in, behind a list of their numbers and places."""
    bodies = [_written(parsed.objects[number]) + b"\n" for number in numbers]
    places = accumulate(map(len, bodies), initial=0)
    head = b" ".join(b"%d %d" % pair for pair in zip(numbers, places, strict=False)) + b"\n"
    entries = {Name("Type"): Name("ObjStm"), Name("N"): len(numbers), Name("First"): len(head)}
    stream = Stream({**entries, Name("Filter"): Name("FlateDecode")}, b"")
    stream.put(head + b"".join(bodies))
    return stream


def _written(value: Value) -> bytes:
    if isinstance(value, Stream):
        return b"%b\nstream\n%b\nendstream" % (_written(value.entries), value.data)
    if isinstance(value, dict):
        return b"<<%b>>" % b" ".join(b"%b %b" % (_written(key), _written(item)) for key, item in value.items())
    if isinstance(value, list):
        return b"[%b]" % b" ".join(map(_written, value))
    if isinstance(value, Ref):
        return b"%d 0 R" % value
    if isinstance(value, Name):
        return b"/" + "".join(c if c.isalnum() or c in "-_.+*" else f"#{ord(c) & 255:02x}" for c in value).encode()
    if isinstance(value, Raw):
        return bytes(value)
    if isinstance(value, bytes):
        return b"<%b>" % value.hex().encode()
    if value is None:
        return b"null"
    return str(value).lower().encode() if isinstance(value, bool) else b"%d" % value
