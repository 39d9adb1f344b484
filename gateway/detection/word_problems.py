"""Tells the children of word problems from children: by what the sentence says, not by the name.

"Maria has 12 apples and gives 5 to Tom. How many are left?" is about nobody. The frame has three
parts: the text asks for a quantity (or for such problems to be written); in a paragraph somebody
does something countable, and a number says how much; and nothing there speaks of school life, where
"Maria has 3 absences" is a fact about Maria. Everybody called by one name in such a paragraph is
then made up, unless the roster says otherwise: that is for the caller to know.

So is everybody of a text that says so itself: a story whose people "are made up", an "invented
case", a game's characters, a dialogue to practise a language with.

Knows one text and where names stand in it; must not know people. Pure.
"""

import re
from collections.abc import Iterable, Sequence

from gateway.detection.edges import Range

# What is asked for, in English and Spanish.
_ASKS = re.compile(
    r"\bhow (?:many|much|far|long|old|tall|fast|often|big|wide|deep|heavy)\b"
    r"|\bwhat(?:'?s| is| are| was)? (?:the )?(?:fraction|percent(?:age)?|probability|chance|total|"
    r"sum|average|mean|area|perimeter|volume|speed|ratio|rate|difference|distance|cost|price|"
    r"length|dimensions|number)\b|\bwhen (?:do|does|did|will) (?:it|they|he|she)\b"
    r"|\bP\([^)]{1,20}\)|\b(?:word|story|anchor|math) problems?\b|\bexit ticket\b|\banswer key\b"
    r"|\b(?:calculate|estimate|solve|evaluate) (?:the|for|how|each|this|these)\b"
    r"|\b(?:equations?|unit rates?|two-step|system of)\b"
    r"|\bwho(?:['’]s|\s(?:is|was))\s(?:right|wrong|correct)\b|\blikelier\b|\bmore\slikely\b"
    r"|\bwho (?:is|was|has|had|runs?|ran|walks?|went|goes|got) (?:right|wrong|correct|faster|"
    r"slower|taller|older|younger|closer|farther|more|fewer|less|the most|the least)\b"
    r"|\b(?:LCM|GCF|GCD)\b|\bwhen (?:is|will|are|was) (?:the )?(?:first|next|they|both|it)\b"
    r"|\bwhat(?:'?s| is) the (?:most|least|greatest|smallest|largest|fewest|first)\b"
    r"|\bdo you (?:dis)?agree\b"
    r"|\bcu[aá]nt[oa]s?\b|\bproblemas? (?:verbal|matem[aá]tic)",
    re.IGNORECASE,
)
_NUMBER = (
    r"(?:\$?\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fifty|"
    r"half|twice|double|triple|a third|a quarter|a dozen|"
    r"un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|diez|mitad|doble)\b"
)
_DOES = (
    r"(?:ha[sd]|have|gives?|gave|gets?|got|buys?|bought|sells?|sold|eats?|ate|bakes?|baked|runs?|ran|"
    r"reads?|deposits?|deposited|invests?|invested|borrows?|earns?|earned|saves?|saved|spends?|spent|"
    r"pays?|paid|drives?|drove|walks?|walked|bikes?|rides?|rode|swims?|swam|flies|flew|throws?|threw|"
    r"tosses|drops?|picks?|picked|shares?|shared|collects?|collected|plants?|planted|makes?|made|"
    r"paints?|painted|builds?|built|cuts?|cooks?|uses?|used|needs?|needed|wants?|weighs?|travels?|"
    r"leaves?|left|works?|worked|says?|thinks?|measures?|rolls?|flips?|draws?|drew|chooses|chose|orders?|ordered|starts?|"
    r"packs?|packed|pours?|mixes|can|is|was|are|jogs?|jogged|types?|mows?|mowed|knits?|fills?|filled|"
    r"tiene|ten[ií]a|da|dio|compra|compr[oó]|vende|vendi[oó]|come|comi[oó]|corre|lee|gana|ahorra|"
    r"gasta|camina|reparte|lleva|es)\b"
)
_HAPPENS = re.compile(
    rf"(?:['’]s\s+\S+)?\s+(?:(?:and|y)\s+\S+(?:\s+\S+)?\s+)?(?:{_DOES}|(?-i:[a-z]{{3,}}s)\b)[^.?!\n]*?{_NUMBER}",
    re.IGNORECASE,
)
# Where these stand it is somebody's life, whatever is counted.
_SCHOOL_LIFE = re.compile(
    r"\b(?:assignments?|absen\w+|tard(?:y|ies)|iep|504 plan|bip|detentions?|suspen\w+|referrals?|"
    r"conferences?|counsel\w+|accommodations?|behaviou?rs?|gpa|e-?mail\w*|medications?|allerg\w+|"
    r"diagnos\w+|report cards?|makeup|make-up|attendance|caseload|lunch balance|owes?|gradebook|"
    r"misconceptions?|left it blank|reminders?|meltdowns?|incidents?|outbursts?|interventions?|"
    r"tareas|ausencias|faltas|calificaci\w+)\b",
    re.IGNORECASE,
)
# Exercises in a language: whoever conjugates or comes to the park in them is made up.
_DRILLS = re.compile(
    r"\b(?:conjugat\w+|conjuga|pret[eé]rit[eo]|imperfecto|subjuntivo|fill in the blanks?|"
    r"diagram (?:this|these|the) sentences?|logic (?:grids?|puzzles?)|error analysis|"
    r"example sentences?|grammar (?:practice|worksheet|exercise)s?|"
    r"(?:subject|predicate|verb)s? (?:of|in) (?:this|these|the|each) sentences?)\b",
    re.IGNORECASE,
)
_INVENTED = re.compile(
    r"\b(?:made|make|making) up (?:all )?(?:the |these |their )?(?:people|characters|names)\b"
    r"|\b(?:people|characters|names|everyone|everybody|all)(?: in it| here)? (?:are |is )?"
    r"(?:all )?(?:made[- ]up|invented|fictional|fictitious|imaginary)\b"
    r"|\b(?:invented|made-up|fictional|fictitious|imaginary) "
    r"(?:case|clinic|data|company|town|family|characters?|people|persons?|names?|patients?|clients?)\b"
    r"|\b(?:this is|it['’]?s|it is|its|is) (?:all |just |only )?(?:a )?fiction(?:al)?\b"
    r"|\b(?:fake|dummy|mock|pretend) "
    r"(?:one|csv|data|names?|people|persons?|file|table|records?|rows?|ballot|election)\b"
    r"|\bmock trial\b[^\n]{0,80}\bv\. |\bnpcs?\b|\b(?:dnd|d&d) (?:campaign|characters?)\b"
    r"|\b(?:dialogue|conversation|role-?play|skit|di[aá]logo)\b[^.!?\n]{0,60}"
    r"\b(?:esl|beginners|caf[eé]|restaurant|market|at the doctor|french|spanish|german|italian)\b"
    r"|\b(?:esl|french|spanish|german|italian|latin|mandarin|japanese)(?: \d| i{1,3})?\b"
    r"[^.!?\n]{0,60}\b(?:dialogue|conversation|role-?play|skit)\b",
    re.IGNORECASE,
)
# Whoever speaks of these may mean somebody after all.
_REAL = re.compile(
    r"\b(?:real|actual)\s(?:names?|people|person|kids?|students?|friends?|life|story)\b"
    r"|\bbased on\b|\bmy (?:class|students?|friends?|classmates?|kids?|son|daughter|cousin)\b",
    re.IGNORECASE,
)
# "Three word problems with my kids' names": those are pupils, whatever they count.
_NAMED_AFTER_OURS = re.compile(
    r"\b(?:my|our)\s(?:\w+\s)?(?:kids?|students?|pupils?|class(?:es)?|kiddos?|group|grader?s?|"
    r"period|table)(?:['’]s?|s['’])?\s(?:(?:own|real|first|actual|last)\s){0,2}names?\b"
    r"|\bnames?\s(?:of|from)\s(?:my|our)\s|\bnames?\sin\s(?:my|our)\sclass\b"
    r"|\b(?:with|using|use|about|starring|featuring)\s(?:(?:their|the|some)\s(?:own\s)?names?\sof\s)?"
    r"(?:my|our)\s(?:\w+\s)?(?:kids|students|pupils|class|kiddos|(?:\w+\s)?graders)\b"
    r"|\btheir\sown\snames\b",
    re.IGNORECASE,
)
_NAMES_LIKE = re.compile(
    r"\b(?:names? (?:like|such as|including)|nombres como)\s+[^.;:!?\n]{2,120}",
    re.IGNORECASE,
)


def made_up(text: str, names: Iterable[Range]) -> list[Range]:
    """Return those of some names that are children of a word problem.

    Args:
        text: the whole leaf.
        names: where somebody is called by one name, or by a title and one.
    """
    places: Sequence[Range] = sorted(set(names))
    drilled = bool(places) and bool(_DRILLS.search(text)) and not _SCHOOL_LIFE.search(text)
    if not places or not (drilled or _ASKS.search(text)) or _NAMED_AFTER_OURS.search(text):
        return []
    listed = [match.span() for match in _NAMES_LIKE.finditer(text)]
    paragraphs = [match.span() for match in re.finditer(r"[^\n]+", text)]
    found: list[Range] = []
    for start, end in paragraphs:
        inside = [place for place in places if start <= place[0] < end]
        if not inside or _SCHOOL_LIFE.search(text, start, end):
            continue
        posed = drilled or any(_HAPPENS.match(text, place[1], end) for place in inside)
        found += [
            place
            for place in inside
            if posed or any(left <= place[0] < right for left, right in listed)
        ]
    return found


def invented(text: str, names: Iterable[Range]) -> list[Range]:
    """Return those of some names that are made up since the text says so of its people.

    Args:
        text: the whole leaf.
        names: where somebody is named, in whatever way.
    """
    if not _INVENTED.search(text) or _REAL.search(text) or _SCHOOL_LIFE.search(text):
        return []
    return sorted(set(names))
