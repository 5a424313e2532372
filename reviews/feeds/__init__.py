"""
The feeds: RSS 2.0, Atom 1.0 and JSON Feed 1.1 of the paper and of each show, theme and author.

`subjects` chooses the articles, `entries` says what an item holds, `texts` fits its text for
readers' software; `rss`, `atom` and `jsonfeed` only write it down.
"""
