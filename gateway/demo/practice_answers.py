"""Write answers that use the names a prompt holds, the way AI services do. Pure.

The same request and behaviour give the same answers. What counts as a name here is anything that
looks like one: runs of capitalised words, tags such as `[STUDENT_1]`, e-mails, phone numbers,
ids. It sees what really arrived, so behind the gateway it only ever repeats stand-ins.
"""

import json
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gateway.demo.name_lists import words
from gateway.demo.practice_behaviour import Behaviour, Style
from gateway.demo.practice_schema import escaped_json, free_arguments, instance
from gateway.terms.chat import Json

MOST_NAMES = 40
MOST_CALLS = 4

_TAG = r"\[[A-Z]+(?:_[A-Z]+)*_\d+\]"
_EMAIL = r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"
_PHONE = r"(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}"
_SSN = r"\b\d{3}-\d{2}-\d{4}\b"
_ID = r"\b[A-Z]{0,2}\d{4,}\b"
_WORD = r"[A-Z]\.(?= [^\W\d_])|[^\W\d_][\w'’-]*"
_POSSESSIVE = re.compile(r"['’]s?$")
_TOKENS = re.compile(rf"({_TAG}|{_EMAIL}|{_PHONE}|{_SSN}|{_ID})|({_WORD})")
_FAST = re.compile(rf"{_TAG}|[A-ZÀ-ÖØ-Þ][\w'’-]+(?: [A-ZÀ-ÖØ-Þ][\w'’-]+)*")
_PARTICLES = frozenset(words("de la del los las van der den von da dos bin al el"))
_NOT_NAMES = frozenset(
    words("""
        A About After All Also An And Any Are As Ask At Be Both But By Can Compare Could Create Dear
        Describe Do Dr Draft Each Explain Find First For From Give Good Grade Has Have He Hello Help
        Her Here Hi His How However I If I'm In Into Is It Its Just Let List Make Many Me Mother Mr
        Mrs Ms My Name No Not Now Of On Once Or Our Parent Parents Please Put Reply Return Rewrite
        Say See She Should Show So Some Sort Student Students Suggest Summarise Summarize Tell Thank
        Thanks That The Their Them Then There These They This Those To Today Translate Two Use Was
        Monday Tuesday Wednesday Thursday Friday Saturday Sunday Praise
        We Were What When Where Which While Who Why With Would Write Yes You Your Yours
    """)
)
_FILLER = words("""
    and the work shows steady care in reading writing and number with room to grow in planning
    checking and explaining each step before moving on to the next part of the task at hand
""")


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One tool call: `arguments` is JSON text."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One choice. `pieces`, if given, are how a stream sends the content."""

    content: str | None
    calls: tuple[Call, ...] = ()
    finish: str = "stop"
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """What was found: `people` (tags too), and `other` (e-mails, phones, ids), in order."""

    people: tuple[str, ...]
    other: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Return everything found, or one word to write with where nothing was."""
        return self.people + self.other or ("the class",)


def answers_to(request: dict[str, Json], behaviour: Behaviour) -> list[Answer]:
    """Return as many answers as a chat completion request asks for."""
    texts = list(message_texts(request.get("messages")))
    count = request.get("n")
    names = _names_fast(texts[-1]) if behaviour.style is Style.FAST and texts else find_names(texts)
    return [
        _answer(request, texts, names, behaviour, variant)
        for variant in range(count if isinstance(count, int) and count > 0 else 1)
    ]


def message_texts(messages: Json) -> Iterator[str]:
    """Yield every text of the messages: contents, their text parts, tool-call arguments."""
    for message in messages if isinstance(messages, list) else []:
        if not isinstance(message, dict):
            continue
        content = message.get("content")
        if isinstance(content, str):
            yield content
        for part in content if isinstance(content, list) else []:
            if isinstance(part, dict) and isinstance(part.get("text"), str):
                yield str(part["text"])
        calls = message.get("tool_calls")
        for call in calls if isinstance(calls, list) else []:
            if isinstance(call, dict) and isinstance(function := call.get("function"), dict):
                yield str(function.get("arguments", ""))


def find_names(texts: Sequence[str]) -> Names:
    """Find what looks like a name, in order of first appearance, each once."""
    people: dict[str, None] = {}
    other: dict[str, None] = {}
    for text in texts:
        for found, is_person in _runs(text):
            (people if is_person else other).setdefault(found)
    return Names(people=tuple(people)[:MOST_NAMES], other=tuple(other)[:MOST_NAMES])


def _names_fast(text: str) -> Names:
    """Find capitalised words in one pass of the regular expression engine: good enough to bench."""
    found = dict.fromkeys(name for name in _FAST.findall(text) if name not in _NOT_NAMES)
    return Names(people=tuple(found)[:MOST_NAMES], other=())


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Yield what was found with whether it is a person; neighbouring capitalised words are one."""
    start = end = -1
    for token in _TOKENS.finditer(text):
        special, word = token.groups()
        bare = _POSSESSIVE.sub("", word or "")
        named = special is None and word[0].isupper() and bare not in _NOT_NAMES
        linked = word in _PARTICLES and _goes_on(text, token.end())
        goes_on = start >= 0 and text[end : token.start()] == " " and (named or linked)
        if start >= 0 and not goes_on:
            yield text[start:end], True
            start = -1
        if special is not None:
            yield special, special.startswith("[")
        elif named or goes_on:
            start = token.start() if start < 0 else start
            end = token.start() + len(bare)
    if start >= 0:
        yield text[start:end], True


def _goes_on(text: str, at: int) -> bool:
    """Tell whether a capitalised word, or another particle, follows."""
    following = text[at + 1 : at + 24].split(" ")
    return any(word[:1].isupper() for word in following[:2])


def _answer(
    request: dict[str, Json],
    texts: Sequence[str],
    names: Names,
    behaviour: Behaviour,
    variant: int,
) -> Answer:
    rotated = Names(people=_rotate(names.people, variant), other=names.other)
    if behaviour.style not in (Style.SCRIPT, Style.ECHO):
        if calls := _calls(request, rotated.all, variant):
            return Answer(content=None, calls=calls, finish="tool_calls")
        if (schema := _wanted_schema(request)) is not None:
            value = instance(schema, rotated.all)
            text = escaped_json(value, rotated.all if behaviour.escape or variant % 2 else ())
            return Answer(content=text, finish=behaviour.finish or "stop")
    text, given = _text(request, texts, rotated, behaviour, variant)
    if behaviour.length:
        text = _padded(text, rotated.all, behaviour.length)
    return Answer(content=text, finish=behaviour.finish or "stop", pieces=given)


def _text(
    request: dict[str, Json],
    texts: Sequence[str],
    names: Names,
    behaviour: Behaviour,
    variant: int,
) -> tuple[str, tuple[str, ...]]:
    """Return an answer's text, and the pieces it was given in, if it was."""
    style = behaviour.style
    if style is Style.SCRIPT:
        script = behaviour.script
        return (script, ()) if isinstance(script, str) else ("".join(script), script)
    if style is Style.ECHO:
        return _last_of_user(request), ()
    if style is Style.VARIED:
        styles = tuple(_WRITERS)
        style = styles[(zlib.crc32("\n".join(texts).encode()) + variant) % len(styles)]
    if style is Style.MIXED:
        text = "\n\n".join(write(names.people or names.all) for write in _WRITERS.values())
    elif style is Style.FAST:
        return f"Draft ready for {', '.join(names.all[:8])}.", ()
    else:
        text = _WRITERS[style](names.people or names.all)
    if names.other:
        text += f"\n\nOn file: {', '.join(names.other)}."
    return (text if not variant else f"Version {variant + 1}. {text}"), ()


def _rotate(names: tuple[str, ...], by: int) -> tuple[str, ...]:
    by %= max(len(names), 1)
    return names[by:] + names[:by]


def _padded(text: str, names: tuple[str, ...], length: int) -> str:
    """Lengthen a text to so many words, with a name every forty or so."""
    said = text.split()
    parts = [text]
    at = len(said)
    while at < length:
        if at % 40 == 0:
            name = names[at // 40 % len(names)]
            parts.append(name)
            at += len(name.split())
            continue
        parts.append(_FILLER[at % len(_FILLER)])
        at += 1
    return " ".join(parts)


def _last_of_user(request: dict[str, Json]) -> str:
    messages = request.get("messages")
    for message in reversed(messages if isinstance(messages, list) else []):
        if isinstance(message, dict) and message.get("role") == "user":
            return "".join(message_texts([message]))
    return ""


# Tool calls and structured output


def _calls(request: dict[str, Json], names: tuple[str, ...], variant: int) -> tuple[Call, ...]:
    """Return tool calls, if the request offers tools and does not end with a tool's result."""
    tools, choice, messages = (request.get(key) for key in ("tools", "tool_choice", "messages"))
    last = messages[-1] if isinstance(messages, list) and messages else None
    if choice == "none" or (isinstance(last, dict) and last.get("role") == "tool"):
        return ()
    functions = [
        function
        for tool in (tools if isinstance(tools, list) else [])
        if isinstance(tool, dict) and isinstance(function := tool.get("function"), dict)
    ]
    if isinstance(choice, dict) and isinstance(chosen := choice.get("function"), dict):
        functions = [f for f in functions if f.get("name") == chosen.get("name")][:1]
    elif len(functions) == 1 and len(names) > 1:
        functions *= 2
    if request.get("parallel_tool_calls") is False:
        functions = functions[:1]
    return tuple(
        _call(function, _rotate(names, at), variant, at)
        for at, function in enumerate(functions[:MOST_CALLS])
    )


def _call(function: dict[str, Json], names: tuple[str, ...], variant: int, at: int) -> Call:
    """Write one call; every other one spells the first letter of names as an escape."""
    schema = function.get("parameters")
    shaped = isinstance(schema, dict) and (schema.get("properties") or schema.get("$ref"))
    value = instance(schema, names, decorated=True) if shaped else free_arguments(names)
    return Call(
        id=f"call_{variant}_{at}",
        name=str(function.get("name", "")),
        arguments=escaped_json(value, names if at % 2 else ()),
    )


def _wanted_schema(request: dict[str, Json]) -> Json:
    """Return the schema an answer must satisfy, None where text is wanted."""
    wanted = request.get("response_format")
    if not isinstance(wanted, dict):
        return None
    if wanted.get("type") == "json_object":
        return {"type": "object", "additionalProperties": {"type": "string"}}
    described = wanted.get("json_schema")
    return described.get("schema", {}) if isinstance(described, dict) else None


# The styles


def _given(name: str) -> str:
    return name.split()[0]


def _family_first(name: str) -> str:
    given, _, family = name.partition(" ")
    return f"{family}, {given}" if family else name


def _plain(names: Sequence[str]) -> str:
    lines = [f"{name} has made steady progress this term." for name in names]
    return f"Here is a draft about {' and '.join(names)}.\n\n" + " ".join(lines)


def _table(names: Sequence[str]) -> str:
    rows = "\n".join(f"| {at} | {name} | on track |" for at, name in enumerate(names, 1))
    return f"| # | Pupil | Standing |\n|---|---|---|\n{rows}"


_WRITERS: dict[Style, Callable[[Sequence[str]], str]] = {
    Style.PLAIN: _plain,
    Style.POSSESSIVE: lambda names: " ".join(
        f"{name}'s reading is strong, and {_given(name)}’s essay shows it." for name in names
    ),
    Style.CAPS: lambda names: " ".join(f"WELL DONE, {name.upper()}!" for name in names),
    Style.LOWER: lambda names: " ".join(f"nice work, {name.lower()}." for name in names),
    Style.FAMILY_FIRST: lambda names: "; ".join(_family_first(name) for name in names) + ".",
    Style.GIVEN_ONLY: lambda names: " ".join(f"{_given(name)} reads well." for name in names),
    Style.SPLIT_LINES: lambda names: "\n".join(name.replace(" ", "\n") for name in names),
    Style.TABLE: _table,
    Style.LIST: lambda names: "\n".join(f"- **{name}**: on track" for name in names),
    Style.CODE: lambda names: f"```python\npupils = {json.dumps(names, ensure_ascii=False)}\n```",
}
