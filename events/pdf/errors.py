class RenderingUnavailable(RuntimeError):
    """Something that documents need is not installed on this machine; the message is one sentence."""


class ForeignResource(RuntimeError):
    """The page asked for something that is not one of its assets."""
