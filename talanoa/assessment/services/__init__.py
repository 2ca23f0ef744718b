"""The only code that writes in this room, by subject.

``loading``    indicator frameworks from files
``contents``   what a version holds, written down
``wording``    a version that is being written: begun, changed, translated
``reviewing``  proposed, returned, published, confirmed, discarded
``medicines``  the list of medicines, and what a country says of each
``assessing``  a team's answers: begun, written, confirmed, remarked on, withdrawn
``evidence``   what answers rest on
``verdicts``   an assessment handed in: its reviewer, the verdict, who sees it
``forgetting`` what goes when somebody is erased
"""
