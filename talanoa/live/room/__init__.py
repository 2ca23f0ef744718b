"""The live room's own process: a plain ASGI WebSocket application.

``protocol``     what a frame is, both ways; pure
``fields``       checks a frame's data against what the act asks for; pure
``pace``         slows whoever sends too much or too badly; pure
``acts``         which service a frame's type belongs to
``application``  the ASGI application and what runs beside its sockets
``connection``   one socket
``ballot_box``   votes that come at once, counted together
``outbox``       what waits to be sent to one socket
``registry``     the sockets of each session, and the newest entries, ready to send
``door``         who is at the door: the cookie, the person, the session
``presence``     who is here, in memory, and the spans to be written
``bus``          "session N has news", from whichever process made it
``database``     the threads in which the database is asked
``sound``        the room's side of the sound
"""
