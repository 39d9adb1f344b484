"""What makes the gateway showable without a school or an AI service at hand.

A synthetic district, seeded, written as OneRoster CSV; a practice AI service on loopback that
speaks the OpenAI dialect; and the demonstration itself. Nobody here exists.
"""
