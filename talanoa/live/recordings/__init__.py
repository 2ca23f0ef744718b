"""A session's recording, from packets to one file. Pure: no Django, no database.

``ogg``       Opus packets as a file that is whole whenever it is cut off
``tape``      the packets of a mix, in their time, as such files
``sound``     those files to one, by ffmpeg, with silence where somebody is not to be heard
``timeline``  what happened in the room, by where it stands in the recording
``ranges``    which bytes of a file a browser asks for
``pieces``    a page put together while it is sent
"""
