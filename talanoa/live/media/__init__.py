"""Sound in the live room, through Janus.

``janus_settings``  what a hub may choose
``janus_config``    writes Janus's configuration folder and its command line
``janus_client``    speaks to Janus over its WebSocket
``sound``           who sits in which room's mix, muted or not: what the live room calls
``tap``             takes a session's mix as packets, to be recorded
``frames``          the browser's ``sound.*`` frames, checked and carried out

Nothing here imports Django, and nothing is stored: when this process or Janus ends, every
seat is gone and each browser joins again, muted.
"""
