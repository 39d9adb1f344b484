"""The OpenAI chat-completions dialect: `POST /v1/chat/completions`.

`request` reads and writes the prompt, `answer` restores a whole answer, `stream` a streamed one,
`failure` speaks of what went wrong. The field list follows OpenAI's own SDK (openai 3.54,
`types/chat`).
"""

from gateway.wire.openai_chat.dialect import OPENAI_CHAT, OpenAIChat

__all__ = ["OPENAI_CHAT", "OpenAIChat"]
