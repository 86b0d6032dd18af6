"""The pages people see in a browser: the reviewers' queue and case, the figures, the participants' pages.

`server.py` is what `klos ui` starts, `app.py` what it runs for a page; every page is a function `show(session)` in a
module of its own, named in `navigation.py`. Pages call pipelines only: no SQL and no rules here, and every action names
case and version.
"""
