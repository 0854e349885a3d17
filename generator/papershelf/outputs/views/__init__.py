"""The typed data and the address of every page.

In: a Collection, the settings, the related papers. Out: one typed view per page. Texts are plain
(templates escape them) or `Html`, which is escaped here for its place. Renders no template and
writes nothing.
"""
