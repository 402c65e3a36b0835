"""What numbers and bytes a mutation puts in place of sound ones."""

from __future__ import annotations

from random import Random

# Noughts, signs, the ends of 8, 16, 32 and 64 bits, what a float cannot hold, and what is no number.
ODD_NUMBERS = (
    b"0", b"-0", b"1", b"-1", b"2", b"0.00001", b"-0.5", b"7.25", b"90", b"127", b"-128", b"255", b"256", b"1000",
    b"32767", b"32768", b"-32768", b"65535", b"65536", b"1000000", b"16777217", b"2147483647", b"2147483648",
    b"-2147483648", b"4294967295", b"4294967296", b"9223372036854775807", b"-9223372036854775808",
    b"18446744073709551616", b"9" * 39, b"-" + b"9" * 39, b"9" * 400, b"0." + b"0" * 50 + b"1", b"1e9", b"--5", b"+-3",
    b".", b"-", b"1.2.3", b"nan", b"inf",
)  # fmt: skip


def odd_number(random: Random, printed: bytes = b"") -> bytes:
    """A number that is not expected; as often as not one near the number ``printed`` as it was."""
    try:
        value = float(printed)
    except ValueError:
        return random.choice(ODD_NUMBERS)
    near = (-value, value * 10, value / 10, value + 1, value - 1, value * random.uniform(0, 2), value * 1000)
    return random.choice((random.choice(ODD_NUMBERS), b"%.6g" % random.choice(near)))


def some_bytes(random: Random, most: int) -> bytes:
    """Up to ``most`` bytes: any, all the same, or printable."""
    count = random.randint(1, most)
    kind = random.randrange(3)
    if kind == 0:
        return random.randbytes(count)
    if kind == 1:
        return bytes([random.choice((0, 10, 32, 255))]) * count
    return bytes(random.randrange(32, 127) for _ in range(count))


def length(random: Random, most: int) -> int:
    """A length from 1 to ``most``, short ones as often as long ones."""
    return min(most, max(1, round(most ** random.random())))
