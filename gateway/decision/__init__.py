"""Facts in, decision out: what the rules say of one prompt.

facts.py     gathers facts from the district's words, for one day; pure
recorded.py  facts and decisions as canonical JSON and back, for the log
ladder.py    which actions a gate is asked about, from most open to most strict
packs.py     loads and checks rule packs; the rule set's bytes and hash
cedar.py     the one door to the Cedar engine
answers.py   asks all packs at once, and tells what each answers by itself
reading.py   which facts policies read, told from their text
gates.py     one gate: its way down its ladder, and what it comes to
engine.py    asks every pack about every gate; the strictest wins
floor.py     the minima in plain Python, whatever Cedar says
cases.py     runs each pack's own cases
explain.py   a decision in words, for staff and for students
replay.py    decides recorded facts again and compares
"""
