"""Read by gunicorn from the folder it starts in; WEB_CONCURRENCY sets the number of workers."""

import gc

# Loaded before the workers are forked, so that a bad setting ends the server, not each worker
# in turn for ever.
preload_app = True

# The most that gunicorn takes, so that a long wrong address gets the paper's own page.
limit_request_line = 8190


def pre_fork(server, worker):
    """
    Leave what was loaded out of the collections of garbage.

    One of everything takes tens of milliseconds, a page from the store less than a tenth of one,
    and it copies the memory that workers share.
    """
    gc.collect()
    gc.freeze()
