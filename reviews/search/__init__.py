"""
Search: one index in either database, and one function that reads it.

`words` and `query` say what is looked for, `entries` in what; `index` keeps it, `sqlite` and
`postgresql` are where; `finding` answers, `excerpts` shows why, `suggesting` helps who finds
nothing.
"""
