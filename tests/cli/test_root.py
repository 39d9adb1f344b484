from gateway.cli.root import out


def test_what_is_told_of_line_100_says_so() -> None:
    with out.capture() as told:
        out.print("users.csv:100: is empty", highlight=False, markup=False)
    assert told.get() == "users.csv:100: is empty\n"
