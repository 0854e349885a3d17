"""Other people's records → entries: match · fetch · convert.

`draft` is what each of them makes, `match` knows what is there already, `fetch` alone opens
sockets; `arxiv`, `csl`, `bibtex`, `ris`, `medline`, `data` and `csvfile` convert one format each,
`foreign` whatever is a mapping by the names in `tables`; `sources` and `readers` are the tables of
whom to ask and what can be read.
"""
