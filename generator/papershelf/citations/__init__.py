"""Write papers in the formats of other programs; each format is a row in `formats`."""

from papershelf.citations.formats import BESIDE, FORMATS, MEDIA_TYPES, Format, left_out
from papershelf.citations.record import Record, to_record

__all__ = ["BESIDE", "FORMATS", "MEDIA_TYPES", "Format", "Record", "left_out", "to_record"]
