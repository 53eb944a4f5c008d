"""Names: what users, teams and campaigns are called, whatever import says so."""

from typing import Any

from sqlalchemy import Connection, Table, select

from revdash.store.schema.marketing import campaign
from revdash.store.schema.people import app_user, team
from revdash.store.versions import in_force


class Names:
    """What users, teams and campaigns are called."""

    def __init__(self, connection: Connection) -> None:
        teams = _named(connection, team, "team_id", "name", "name")
        self._owner = {
            user_id: (name, teams.get(team_id or "", (team_id,))[0])
            for user_id, (name, team_id) in _named(
                connection, app_user, "user_id", "name", "team_id"
            ).items()
        }
        self._campaign = _named(connection, campaign, "campaign_id", "name", "channel")

    def give(self, row: dict[str, Any]) -> None:
        """Write the names that *row* has ids of; an id without a name is its own name."""
        owner, drive = row["owner_user_id"], row["campaign_id"]
        row["owner"], row["team"] = self._owner.get(owner or "", (owner, None))
        row["campaign"], channel = self._campaign.get(drive or "", (drive, None))
        row["owner"] = row["owner"] or owner
        row["campaign"] = row["campaign"] or drive
        row["channel"] = channel or row["source"]


def _named(
    connection: Connection, fact: Table, key: str, *names: str
) -> dict[str, tuple[str | None, str | None]]:
    columns = (fact.c[name] for name in (key, *names))
    known = select(*columns).where(in_force(fact)).order_by(fact.c.event_key)
    return {row[0]: (row[1], row[2]) for row in connection.execute(known)}
