"""Mutations of a file's objects: other values, other references, what is there twice or not at all."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from random import Random

from tests.fuzz.objects import Name, Parsed, Raw, Ref, Stream, Value
from tests.fuzz.values import ODD_NUMBERS, length, odd_number, some_bytes

Container = dict[Name, Value] | list[Value]

# What gives a page its shape; mutated more often than by chance among hundreds of objects.
_STRUCTURE = frozenset({"Catalog", "Pages", "Page", "Font", "FontDescriptor"})
_BOXES = (Name("MediaBox"), Name("CropBox"), Name("BBox"), Name("TrimBox"))
_DEEP = 2000


def containers(value: Value) -> Iterator[Container]:
    """A value's dictionaries and lists, itself included; what it refers to is another object."""
    if isinstance(value, Stream):
        value = value.entries
    if isinstance(value, dict | list):
        yield value
        for item in list(value.values() if isinstance(value, dict) else value):
            yield from containers(item)


def of_type(parsed: Parsed, *types: str) -> list[int]:
    """The numbers of the dictionaries of these types, in order."""
    return [
        number
        for number, value in sorted(parsed.objects.items())
        if isinstance(value, dict) and value.get(Name("Type")) in types
    ]


def _container(parsed: Parsed, random: Random) -> Container | None:
    numbers = sorted(parsed.objects)
    if random.random() < 0.6:
        numbers = of_type(parsed, *_STRUCTURE) or numbers
    found = [one for one in containers(parsed.objects[random.choice(numbers)]) if one]
    return random.choice(found) if found else None


def _key(container: Container, random: Random) -> int | Name:
    return random.choice(list(container)) if isinstance(container, dict) else random.randrange(len(container))


def _any_value(parsed: Parsed, random: Random) -> Value:
    numbers = sorted(parsed.objects)
    kind = random.randrange(9)
    if kind == 0:
        return Ref(random.choice(numbers))
    if kind == 1:
        return Ref(random.choice((0, numbers[-1] + 1, 8_388_607, 4_294_967_295)))
    if kind == 2:
        return Raw(random.choice(ODD_NUMBERS))
    if kind == 3:
        return some_bytes(random, 200)
    if kind == 4:
        return Name(random.choice(("", "Page", "Pages", "Font", "Type3", "Identity-H", "DeviceN", "A" * 3000)))
    if kind == 5:
        return Raw(b"[" * _DEEP + b"]" * _DEEP)
    if kind == 6:
        return [Raw(random.choice(ODD_NUMBERS)) for _ in range(length(random, 300))]
    if kind == 7:
        return random.choice((None, True, False, {}, []))
    other = _container(parsed, random)
    return copy.deepcopy(other[_key(other, random)]) if other else None  # type: ignore[index]


def _put(parsed: Parsed, random: Random) -> None:
    container = _container(parsed, random)
    if container:
        container[_key(container, random)] = _any_value(parsed, random)  # type: ignore[index]


def _redirect(parsed: Parsed, random: Random) -> None:
    """A reference that leads elsewhere, also to what it stands in."""
    places = [
        (one, key)
        for number in sorted(parsed.objects)
        for one in containers(parsed.objects[number])
        for key in (one if isinstance(one, dict) else range(len(one)))
        if isinstance(one[key], Ref)  # type: ignore[index]
    ]
    if places:
        container, key = random.choice(places)
        container[key] = Ref(random.choice(sorted(parsed.objects)))  # type: ignore[index]


def _change_number(parsed: Parsed, random: Random) -> None:
    container = _container(parsed, random)
    keys = [] if container is None else list(container) if isinstance(container, dict) else range(len(container))
    numeric = [key for key in keys if isinstance(container[key], int | Raw) and not isinstance(container[key], Ref)]  # type: ignore[index]
    if numeric:
        key = random.choice(numeric)
        container[key] = Raw(odd_number(random, _printed(container[key])))  # type: ignore[index]


def _printed(number: int | Raw) -> bytes:
    return bytes(number) if isinstance(number, Raw) else b"%d" % number


def _remove(parsed: Parsed, random: Random) -> None:
    container = _container(parsed, random)
    if container:
        del container[_key(container, random)]  # type: ignore[arg-type]


def _repeat(parsed: Parsed, random: Random) -> None:
    """An entry of a list again and again, such as a page among the pages."""
    lists = [one for value in parsed.objects.values() for one in containers(value) if isinstance(one, list) and one]
    if lists:
        chosen = random.choice(lists)
        chosen[random.randrange(len(chosen)) :] = [random.choice(chosen)] * length(random, 500)


def _shuffle(parsed: Parsed, random: Random) -> None:
    lists = [one for value in parsed.objects.values() for one in containers(value) if isinstance(one, list)]
    if lists:
        random.shuffle(random.choice(lists))


def _lose_object(parsed: Parsed, random: Random) -> None:
    del parsed.objects[random.choice(sorted(parsed.objects))]


def _exchange_objects(parsed: Parsed, random: Random) -> None:
    first, second = random.choice(sorted(parsed.objects)), random.choice(sorted(parsed.objects))
    parsed.objects[first], parsed.objects[second] = parsed.objects[second], parsed.objects[first]


def _change_page(parsed: Parsed, random: Random) -> None:
    """Boxes, rotation and unit of a page, or of all."""
    pages = of_type(parsed, "Page", "Pages")
    for number in pages if random.random() < 0.3 else pages[:1] and [random.choice(pages)]:
        page = parsed.objects[number]
        kind = random.randrange(4)
        if kind == 0:
            page[Name("Rotate")] = random.choice((90, 180, 270, -90, 45, 450, Raw(random.choice(ODD_NUMBERS))))
        elif kind == 1:
            page[Name("UserUnit")] = Raw(random.choice(ODD_NUMBERS))
        else:
            sizes = [Raw(odd_number(random, b"842")) for _ in range(random.choice((4, 4, 4, 2, 5)))]
            page[random.choice(_BOXES)] = sizes if kind == 2 else [0, 0, *sizes[:2]]


def _turn_tree(parsed: Parsed, random: Random) -> None:
    """Pages below pages below themselves, and another count of them."""
    nodes, pages = of_type(parsed, "Pages"), of_type(parsed, "Pages", "Page")
    if nodes:
        node = parsed.objects[random.choice(nodes)]
        kids = node.setdefault(Name("Kids"), [])
        if random.random() < 0.5 and isinstance(kids, list):
            kids[random.randint(0, len(kids)) :] = [Ref(random.choice(pages)) for _ in range(length(random, 40))]
        else:
            node[Name("Count")] = Raw(random.choice((b"0", b"1", b"-3", b"40", b"5000", b"100000", b"2147483647")))


_WAYS: tuple[Callable[[Parsed, Random], None], ...] = (
    _put,
    _put,
    _put,
    _redirect,
    _redirect,
    _change_number,
    _change_number,
    _remove,
    _remove,
    _repeat,
    _shuffle,
    _lose_object,
    _exchange_objects,
    _change_page,
    _change_page,
    _turn_tree,
)


def mutate_objects(parsed: Parsed, random: Random) -> None:
    """One mutation of one object, in place."""
    if parsed.objects:
        random.choice(_WAYS)(parsed, random)
