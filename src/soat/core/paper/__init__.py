"""A paper of the cycle as data, laid out by Decree 30/2020/NĐ-CP (requirement D1).

`read` turns JSON into a `Paper`, `layout_of` a `Paper` into lines, rules and tables with sizes and indents;
`soat.papers.writers` draw those as .docx and as PDF/A. No Django, no clock, no fonts.
"""
