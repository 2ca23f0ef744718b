"""What people and the system do in a room. Each changes its rows and the log together.

``talk``        chat, notes to the facilitators, hands
``floor``       opening and closing, the agenda, the floor, muting, removing
``polls``       prepared, asked, opened, voted in, closed, shown
``captions``    what is said in writing: written, corrected, read
``caption_desk``  who writes captions: people, and services over HTTP
``questions``   asked, voted for, taken up, answered, parked, set aside
``channels``    languages of a session and their interpreters
``interpretation``  interpreters on the air and off it, who hears what
``pictures``    cameras and screens on and off
``presence``    spans of presence, beats of room processes, outages
``erasing``     what stays of somebody who was erased
``attendance``  the ledger: provisional, final, corrected
``calls``       where people hear each other when not here
``recordings``  whether a session is recorded, who agreed, start, pause, stop, deletion
``recorder``    what room processes write down while they record
``making``      the job that makes a recording ready
``reports``     who attended, as other tools report it
"""
