"""The outbox: letters are sealed into the database, and carried out from there until they are gone.

Whoever has something to say posts a `Letter`, best in the transaction that makes it true. A postman
takes what is due to a carrier, a folder or a mail server. A letter is sent at least once: one that
was carried while the gateway was killed goes again, under the same Message-ID and file name.
"""
