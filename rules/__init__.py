"""One file a rule: evidence in, problems out. No network, no clock, no database.

A rule is a module ``rules/<family>/<name>.py`` with two names: ``META`` (:class:`records.model.RuleMeta`) and
``check(evidence, options, ctx)``, which yields :class:`records.model.Problem`. Its docstring is its manual page.
``rules.registry`` finds the built-in ones by folder and others by the entry-point group ``wangcha.rules``.
"""
