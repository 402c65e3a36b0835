"""Which object of a PDF names which, found in the bytes alone: enough to say on which pages an object is used.

No parser: it is asked about broken files, of which PDFium says only what it shows. The last object of a number counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from extractor.read.streams import Stream, unpack

_OBJECT = re.compile(rb"obj\b")  # begins with what is rare: nine tenths of a file are packed data
_OBJECT_NUMBER = re.compile(rb"\b([0-9]{1,10})\s+[0-9]{1,5}\s+\Z")
_MOST_BEFORE_OBJECT = 24
_REFERENCE = re.compile(rb"\b([0-9]{1,10})\s+[0-9]{1,5}\s+R\b")
_ROOT = re.compile(rb"/Root\s+([0-9]{1,10})\s")
_PAGES = re.compile(rb"/Pages\s+([0-9]{1,10})\s")
_KIDS = re.compile(rb"/Kids\s*\[([^\[\]]*)\]")
_CONTENTS = re.compile(rb"/Contents\s*(\[[^\[\]]*\]|[0-9]{1,10}\s+[0-9]{1,5}\s+R\b)")
_UPWARDS = re.compile(rb"/Parent\s+[0-9]{1,10}\s+[0-9]{1,5}\s+R\b")
_NUMBER = re.compile(rb"[0-9]{1,10}")
_FIRST = re.compile(rb"/First\s+([0-9]{1,8})")
# The objects of the corpus's largest paper take 1 MB unpacked.
_MOST_UNPACKED = 1 << 26


class References:
    """The pages of a file in order, by the numbers of their objects, and what they use.

    ``pages`` is shorter than what PDFium counts, or empty, where the way from the file's root to its pages is broken.
    """

    def __init__(self, data: bytes, streams: Iterable[Stream]) -> None:
        self._texts = _texts(data, streams)
        self._kids: dict[int, tuple[int, ...]] = {}
        self.pages = tuple(self._walk(data))
        self._place = {number: place for place, number in enumerate(self.pages, 1)}

    def contents(self, page: int) -> tuple[int, ...]:
        """The objects that a page (from 1) names as its content."""
        found = _CONTENTS.search(self._texts.get(self.pages[page - 1], b""))
        return _references(found[1]) if found else ()

    def pages_with(self, numbers: Iterable[int]) -> frozenset[int]:
        """The pages (from 1) that use these objects, themselves or through others."""
        users: dict[int, list[int]] = defaultdict(list)
        for number, text in self._texts.items():
            for used in _references(_UPWARDS.sub(b"", _KIDS.sub(b"", text))):
                users[used].append(number)
        waiting = list(numbers)
        reached = set(waiting)
        while waiting:
            number = waiting.pop()
            if number in self._place:  # who names a page as the aim of a link does not use it
                continue
            # What a node of the tree has, the pages below it inherit.
            found = set(self._kids.get(number, users[number])) - reached
            reached |= found
            waiting.extend(found)
        return frozenset(self._place[number] for number in reached if number in self._place)

    def _walk(self, data: bytes) -> Iterator[int]:
        roots = _ROOT.findall(data)
        top = _PAGES.search(self._texts.get(int(roots[-1]), b"")) if roots else None
        waiting = [int(top[1])] if top else []
        seen: set[int] = set()
        while waiting:
            number = waiting.pop()
            if number in seen or number not in self._texts:
                continue
            seen.add(number)
            kids = _KIDS.search(self._texts[number])
            if kids:
                self._kids[number] = _references(kids[1])
                waiting.extend(reversed(self._kids[number]))
            else:
                yield number


def _texts(data: bytes, streams: Iterable[Stream]) -> dict[int, bytes]:
    """What stands in each object, without the data of streams; the last one of a number."""
    found = []
    heads = [
        (head, keyword.end())
        for keyword in _OBJECT.finditer(data)
        if (head := _OBJECT_NUMBER.search(data, max(0, keyword.start() - _MOST_BEFORE_OBJECT), keyword.start()))
    ]
    ends = [*(head.start() for head, _ in heads[1:]), len(data)]
    for (head, start), end in zip(heads, ends, strict=True):
        text = data[start:end]
        stop = min(place for place in (text.find(b"stream"), text.find(b"endobj"), len(text)) if place >= 0)
        found.append((head.start(), int(head[1]), text[:stop]))
    left = _MOST_UNPACKED
    for stream in streams:
        if b"/ObjStm" in stream.entries:
            content = unpack(stream, left)
            left -= len(content)
            found.extend((stream.end, number, text) for number, text in _packed_objects(stream, content))
    found.sort(key=lambda one: one[0])
    return {number: text for _, number, text in found}


def _packed_objects(stream: Stream, content: bytes) -> Iterator[tuple[int, bytes]]:
    """The objects of a stream of objects, which begins with pairs of their numbers and places."""
    first = _FIRST.search(stream.entries)
    begin = int(first[1]) if first else 0
    numbers = [int(word) for word in _NUMBER.findall(content[:begin])]
    # In their order, so that no piece is taken twice, wherever a broken list says that objects begin.
    pairs = sorted((begin + place, number) for number, place in zip(numbers[::2], numbers[1::2], strict=False))
    for (place, number), (end, _) in pairwise([*pairs, (len(content), 0)]):
        yield number, content[place:end]


def _references(text: bytes) -> tuple[int, ...]:
    return tuple(map(int, _REFERENCE.findall(text)))
