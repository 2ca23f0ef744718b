"""Whether everyone who is in a room may still be there, asked every few seconds."""

from dataclasses import replace
from typing import TYPE_CHECKING

from talanoa.live import access
from talanoa.live.room import door
from talanoa.live.room.connection import Connection
from talanoa.live.room.protocol import Close
from talanoa.live.room.registry import Channel

if TYPE_CHECKING:
    from talanoa.live.room.server import Server

AT_ONCE = 200
"""Connections looked at in one query: more would keep the database's thread from others."""


async def all_connections(server: "Server") -> None:
    """Who has signed out since, or may not be here any more, is sent away."""
    for channel in list(server.channels.values()):
        channel.take_roles(await server.database.read(access.role_holders, channel.session))
        everyone = list(channel.connections)
        for start in range(0, len(everyone), AT_ONCE):
            await _some(server, channel, everyone[start : start + AT_ONCE])


async def _some(server: "Server", channel: Channel, connections: list[Connection]) -> None:
    signed_in = await server.database.read(
        door.still_signed_in, [each.pledge for each in connections]
    )
    people = {each.person_id for each in connections}
    let_in = await server.database.read(access.let_in, channel.session, people)
    out = people - let_in
    waiting = await server.database.read(access.kept_waiting, channel.session, out)
    for connection in connections:
        cookie = connection.pledge.cookie
        if cookie not in signed_in:
            connection.close(Close.SIGNED_OUT)
        elif connection.person_id in waiting:
            connection.close(Close.HELD)
        elif connection.person_id not in let_in:
            connection.close(Close.NOT_VISIBLE)
        else:
            connection.pledge = replace(connection.pledge, mark=signed_in[cookie])
