"""Room 4: other people's records → entries: match · fetch · convert.

`draft` is what each of them makes, `match` knows what is there already, `fetch` alone opens
sockets; `arxiv`, `csl`, `bibtex`, `ris`, `data` and `foreign` convert one format each; `sources`
and `readers` are the tables of whom to ask and what can be read.
"""
