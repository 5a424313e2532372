"""Read by gunicorn from the folder it starts in; WEB_CONCURRENCY sets the number of workers."""

# Loaded before the workers are forked, so that a bad setting ends the server, not each worker
# in turn for ever.
preload_app = True

# The most that gunicorn takes, so that a long wrong address gets the paper's own page.
limit_request_line = 8190
