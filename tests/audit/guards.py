"""Taking the log's guards away, as somebody with the database's own rights could."""

from sqlalchemy import Connection, text

FIND = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'log\\_%' ESCAPE '\\'"


def take_guards_away(db: Connection) -> None:
    """Let the open transaction change the log's tables as it likes."""
    if db.dialect.name == "postgresql":
        db.execute(text("SET LOCAL session_replication_role = replica"))
        return
    for (name,) in db.exec_driver_sql(FIND).all():
        db.exec_driver_sql(f"DROP TRIGGER {name}")
