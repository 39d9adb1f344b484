"""What a question means of whoever has several log ids."""

from gateway.audit.search.filters import read_filters, widened

IDS = {"new": ("new", "old", "older")}


def test_whoever_has_several_log_ids_is_meant_by_each() -> None:
    for field in ("principal", "who", "subject", "disclosed", "replaced"):
        [one] = widened(read_filters([f"{field}!=new|other"]), IDS)
        [same] = read_filters([f"{field}!=new|old|older|other"])
        assert one == same


def test_an_old_log_id_means_itself_alone_and_other_fields_mean_what_they_say() -> None:
    asked = read_filters(["subject=old", "what=new", "ms>=5", "subject!=other"])
    assert widened(asked, IDS) == asked
    assert widened(asked, {}) == asked
