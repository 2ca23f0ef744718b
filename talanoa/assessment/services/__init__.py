"""The only code that writes in this room, by subject.

``loading``    indicator frameworks from files
``contents``   what a version holds, written down
``wording``    a version that is being written: begun, changed, translated
``reviewing``  proposed, returned, published, confirmed, discarded
``medicines``  the list of medicines, and what a country says of each
"""
