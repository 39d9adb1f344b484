from gateway.detection.public.build import LISTS, NAMES, build, common, read


def rows() -> list[list[str]]:
    return [line.split("\t") for line in NAMES.read_text(encoding="utf-8").splitlines()]


def test_the_list_that_ships_is_the_one_its_sources_make() -> None:
    assert build() == NAMES.read_text(encoding="utf-8")


def test_it_holds_forty_thousand_forms_each_once_and_in_order() -> None:
    forms = [form for form, *_ in rows()]
    assert len(forms) >= 40_000
    assert forms == sorted(set(forms))


def test_only_a_name_can_be_open_and_only_what_few_bear_stands_alone() -> None:
    many = common()
    for form, kind, owners in rows():
        assert kind in "ftcqwpr", form
        assert owners.split(), form
        if kind in "pr" and " " not in form:
            assert len(form) > 2, form
            assert form.isalpha(), form
        if kind == "w":
            assert not many.is_borne(form), form


def test_a_character_whose_name_many_bear_is_open_until_the_work_is_named() -> None:
    kinds = {form: kind for form, kind, _ in rows()}
    for form in ("rachel brown", "jordan baker", "ellen rosen"):
        assert kinds[form] == "p", form
    for form in ("henry drummond", "harry potter", "atticus finch", "hester prynne"):
        assert kinds[form] == "f", form


def test_it_knows_the_works_of_lessons_and_whoever_appears_in_them() -> None:
    works = [line for line in read("books.txt").splitlines() if line]
    assert len(works) >= 500
    titles = {line.split(" | ")[0].split(" = ")[0] for line in works}
    assert len(titles) == len(works)


def test_every_source_says_what_it_is_and_where_it_comes_from() -> None:
    for path in LISTS.glob("*.txt"):
        head = [
            line for line in path.read_text(encoding="utf-8").splitlines()[:12] if line[:1] == "#"
        ]
        assert "Written for this" in " ".join(line.strip("# ") for line in head), path.name


def test_nobody_unfit_for_children_is_on_it() -> None:
    people = (LISTS / "people.csv").read_text(encoding="utf-8")
    assert "pornographic" not in people
