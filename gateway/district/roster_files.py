"""Takes OneRoster files out of a zip archive: those alone that are read, and no more than fits.

An archive says itself how large it is; what is counted here is what comes out of it.
"""

import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO, Final

from gateway.district.oneroster_csv import FILES
from gateway.errors import BadRequest

MOST_BYTES: Final = 2 * 1024**3
"""Of all files together, once unpacked: a district of a million people has a tenth of it."""
CHUNK: Final = 1024 * 1024


class BadArchive(BadRequest):
    """The archive cannot be used; nothing was changed."""

    code = "bad_archive"


def unpack(archive: IO[bytes] | Path, into: Path, *, most: int = MOST_BYTES) -> None:
    """Write the OneRoster files of an archive into a folder; what else it holds is left out.

    Args:
        archive: a zip file; the files may stand in a folder inside it.
        into: an empty folder.
        most: bytes that may come out of it.

    Raises:
        BadArchive: it is no zip file, damaged, locked, too large, or holds a file twice.
    """
    left = most
    try:
        with zipfile.ZipFile(archive) as opened:
            for one in opened.infolist():
                name = PurePosixPath(one.filename).name
                if one.is_dir() or name not in FILES:
                    continue
                if (into / name).exists():
                    raise BadArchive(f"the archive holds `{name}` more than once")
                with opened.open(one) as source, (into / name).open("xb") as target:
                    while chunk := source.read(CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            raise BadArchive(f"more than {most} bytes come out of the archive")
                        target.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise BadArchive("the file is no zip archive, or is damaged or cut short") from error
    except RuntimeError as error:  # what `zipfile` says of a file that needs a password
        raise BadArchive("a file of the archive is locked with a password") from error
