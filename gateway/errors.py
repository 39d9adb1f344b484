"""What can go wrong, by whose fault.

    GatewayError
    ├── ClientError           the request cannot be done as sent                     4xx
    │   ├── BadRequest            malformed, unknown field, too large, unsupported   400, 413, 415
    │   ├── Unauthenticated       no valid key or person                             401
    │   ├── Forbidden             known, but not entitled to this                    403
    │   ├── Refused               the rules say no (or hold)                         403
    │   └── TooMany               a rate or token limit                              429
    ├── UpstreamError         the AI service's fault                                 502, 504
    │   ├── UpstreamUnreachable
    │   ├── UpstreamTimedOut
    │   └── UpstreamBroken        cut, malformed, or not what was asked for
    └── OurFault              ours; always refuses                                   500, 503
        ├── Unusable              a part that must work does not (log, rules, keys, store, models)
        ├── DetectionFailed       a text could not be scanned
        └── Leak                  the last check found something that must not leave

Every error has a stable `code`, an HTTP `status`, a lower-case message that says what would fix
it, and never a word of a prompt or a name. Foreign exceptions become one of these at the one
door that calls the library.
"""


class GatewayError(Exception):
    """Anything the gateway says no with."""

    code = "gateway_error"
    status = 500

    def __init__(
        self,
        message: str,
        *,
        code: str = "",
        status: int = 0,
        param: str = "",
        retry_after: int | None = None,
        rules: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.status = status or type(self).status
        self.param = param
        self.retry_after = retry_after
        self.rules = rules


class ClientError(GatewayError):
    """The request cannot be done as sent."""

    code = "invalid_request"
    status = 400


class BadRequest(ClientError):
    """Malformed or unsupported; `param` is the JSON path of what is wrong."""


class Unauthenticated(ClientError):
    """No valid key, or nobody we know."""

    code = "unauthenticated"
    status = 401


class Forbidden(ClientError):
    """Known, but not entitled to this."""

    code = "forbidden"
    status = 403


class Refused(ClientError):
    """The rules refuse, or hold, this prompt."""

    code = "refused"
    status = 403


class TooMany(ClientError):
    """A limit is used up until `retry_after` seconds from now."""

    code = "rate_limited"
    status = 429


class UpstreamError(GatewayError):
    """The AI service's fault."""

    code = "upstream_error"
    status = 502


class UpstreamUnreachable(UpstreamError):
    """No connection."""

    code = "upstream_unreachable"


class UpstreamTimedOut(UpstreamError):
    """No answer in time."""

    code = "upstream_timed_out"
    status = 504


class UpstreamBroken(UpstreamError):
    """Cut, malformed, or not what was asked for."""

    code = "upstream_broken"


class OurFault(GatewayError):
    """Our own fault; refuses."""

    code = "internal_error"
    status = 500


class Unusable(OurFault):
    """A part that must work does not; nothing leaves until it does."""

    code = "unavailable"
    status = 503


class DetectionFailed(OurFault):
    """A text could not be scanned, so it cannot leave."""

    code = "detection_failed"
    status = 503


class Leak(OurFault):
    """The last check before egress found a value that was to be replaced."""

    code = "leak_prevented"
    status = 500
