"""Convert records of other programs and services into drafts of entries.

`draft` is the common result, `values` turns it into values of an entry, and `match` finds existing
papers. `arxiv`, `csl`, `bibtex`, `ris`, `medline`, `data` and `csvfile` convert one format each;
`foreign` converts any mapping, with the field names in `tables`. `sources` is the table of services
to query, `readers` that of file formats. `texts` converts LaTeX and HTML. `fetch` gets records, and
only `exchange` sends requests.
"""
