"""
The newsroom's first page: what waits for whom, when what appears, and what was done.

Every part is a question that the database answers with an index and a bounded number of rows, so
that the page costs the same for ten articles and for a hundred thousand. Another app adds a work
list of its own from its `ready`, by `worklists.register`.
"""
