"""A bar that a command draws of how far a long work has come."""

from django.core.management.base import OutputWrapper

WIDTH = 30
STEPS = 100


class Bar:
    """Draws on `out`, at each hundredth and at the end."""

    def __init__(self, out: OutputWrapper) -> None:
        self.out = out

    def show(self, step: str, done: int, total: int) -> None:
        """Show that `done` of `total` are `step`: “scored”, or what they are."""
        if done < total and done * STEPS // total == (done - 1) * STEPS // total:
            return
        bar = "█" * (WIDTH * done // max(1, total))
        end = "\n" if done >= total else "\r"
        self.out.write(f"[{bar:<{WIDTH}}] {done} of {total} {step}", ending=end)
        self.out.flush()
