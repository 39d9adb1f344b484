"""Finding records: a projection of the log, made from its entries and thrown away at will.

Records are numbered as they were written and stand in blocks of a fixed size. For each value of
each field a block keeps which of its records have it, as a set of bits; numbers are kept a bit of
the number at a time. Any combination of filters is then a few operations on whole blocks, from the
newest one back, whether or not anything answers to it.
"""
