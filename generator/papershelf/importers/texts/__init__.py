"""Convert texts of other programs to ours: LaTeX, HTML, JATS and MathML.

In: a title, an abstract, a name or a URL as it was written. Out: plain text with `$TeX$`. `latex`
and `markup` are the entrances. Knows no record and no field.
"""
