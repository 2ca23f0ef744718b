"""Sessions by phone: SIP, RTP and keys. Nothing here knows Django or the database.

``sip``     messages of SIP, read and written
``offers``  which sound a call offers, and our answer
``agent``   calls as SIP sees them: transactions and dialogs, without sockets or clocks
``rtp``     packets of sound, and the keys among them
``g711``    the two codes of telephone sound, and tones
``keys``    what a call asks, and what keys do
``speech``  sentences spoken by espeak-ng
``media``   the packets of one call, both ways
``line``    one call, from its answer to its end
``switch``  the process: one port of SIP and its calls
"""
