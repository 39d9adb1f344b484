"""Which tasks depend on the letters of names."""

import pytest

from gateway.pseudonyms.letters import depends_on_letters

YES = (
    "Put these students in alphabetical order.",
    "Alphabetize the roster",
    "Sort the list by last name, please.",
    "Please sort them from A to Z",
    "Write a poem that rhymes with Maria",
    "Make an acrostic from each pupil's name",
    "What are their initials?",
    "How many letters are in the name Maria?",
    "Count the syllables in each student's name",
    "How do I spell his last name?",
    "Which students' names start with M?",
    "How is this name pronounced?",
    "Ordena los alumnos en orden alfabético",
    "Pon la lista alfabéticamente",
    "Escribe un acróstico con su nombre",
    "Una canción que rime con María",
    "¿Cuántas letras tiene su nombre?",
    "¿Qué nombres empiezan con M?",
    "Find the names beginning with A",
    "WHICH PUPILS HAVE A NAME THAT ENDS WITH Y?",
    "Which students start with the letter B?",
    "List them by surname",
    "Is her name a palindrome?",
    "Make an anagram of it",
    "Use alliteration for each pupil",
    "Draw a monogram for the class door",
    "Take the first letter of every name",
    "How many syllables are there?",
    "Clap each syllable of the family names",
    "Inventa un anagrama",
    "¿Es un palíndromo?",
    "Usa la aliteración",
    "Firma con iniciales",
    "Deletrea su apellido",
    "Escribe la primera letra de cada nombre",
    "Cuenta las letras",
    "Ordena alfabeticamente; alfabetizar es la tarea",
)
NO = (
    "Write a letter to Maria's parents.",
    "Spell out the steps of the water cycle",
    "Her initial response was good",
    "Sort the fractions by size",
    "The alphabet soup was cold; teach the alphabet song.",
    "Count the number of apples Maria has",
    "Start with a warm greeting",
    "Escribe una carta a su madre",
    "Termina la tarea con un resumen",
    "Explain the primary and secondary colours",
    "Give the students feedback on spelling",
    "Have the students start with a warm-up",
    "Give the students ten words to spell",
    "",
)


@pytest.mark.parametrize("text", YES)
def test_a_task_about_letters_is_noticed(text: str) -> None:
    assert depends_on_letters(["Hello.", text])


@pytest.mark.parametrize("text", NO)
def test_any_other_task_is_not(text: str) -> None:
    assert not depends_on_letters([text])
