"""
How many articles the last build found each term and each common tag in, read a little at a time.

Terms stand in blocks by the first bits of their keys, which are spread evenly. So an update reads
the blocks of one article's terms, whatever the size of the paper, and a build writes those that
differ.
"""

import numpy as np

from .models import Build, TermBlock
from .reading import from_bytes, to_bytes
from .terms import TermStatistics

TERMS_OF_A_BLOCK = 128
BLOCKS_AT_ONCE = 500
KEY_BITS = 32
# Tags with fewer carriers are counted when they are asked for.
COMMON_CARRIERS = 500


def common_tags(tags):
    """Those of `tags`, with their numbers of articles, that are not counted anew each time."""
    return {tag: count for tag, count in sorted(tags.items()) if count > COMMON_CARRIERS}


def save_terms(statistics):
    """Make the stored blocks those of `statistics`; return how many bits tell them apart."""
    bits = (len(statistics.keys) // TERMS_OF_A_BLOCK).bit_length()
    blocks = dict(_blocks(statistics, bits))
    dead = []
    rows = TermBlock.objects.values_list("number", "keys", "frequencies")
    for number, *stored in rows.iterator():
        if number not in blocks:
            dead.append(number)
        elif blocks[number] == tuple(map(bytes, stored)):
            del blocks[number]
    for part in _parts(dead):
        TermBlock.objects.filter(number__in=part).delete()
    for part in _parts([TermBlock(number, *block) for number, block in blocks.items()]):
        TermBlock.objects.bulk_create(
            part,
            update_conflicts=True,
            unique_fields=["number"],
            update_fields=["keys", "frequencies"],
        )
    return bits


def last_build():
    """The row of the last build, or one that knows nothing."""
    return Build.objects.filter(pk=1).first() or Build()


def read_terms(keys, build):
    """Of the terms `keys`, those that the build knows, and how many articles each stood in."""
    numbers = np.unique(_numbers(keys, build.term_bits)).tolist()
    rows = TermBlock.objects.filter(number__in=numbers).order_by("number")
    known, frequencies = bytearray(), bytearray()
    for block in rows.values_list("keys", "frequencies").iterator():
        known += block[0]
        frequencies += block[1]
    whole = TermStatistics(build.articles, from_bytes(known), from_bytes(frequencies))
    return whole.only(keys)


def _blocks(statistics, bits):
    """Number and bytes of each block that has terms."""
    numbers, starts = np.unique(_numbers(statistics.keys, bits), return_index=True)
    stops = np.append(starts, len(statistics.keys))[1:]
    for number, start, stop in zip(numbers.tolist(), starts.tolist(), stops.tolist(), strict=True):
        own = slice(start, stop)
        yield number, (to_bytes(statistics.keys[own]), to_bytes(statistics.frequencies[own]))


def _numbers(keys, bits):
    return keys.astype(np.uint64) >> np.uint64(KEY_BITS - bits)


def _parts(rows):
    return [rows[start : start + BLOCKS_AT_ONCE] for start in range(0, len(rows), BLOCKS_AT_ONCE)]
