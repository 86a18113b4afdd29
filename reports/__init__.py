"""Notices, ledgers, exports: a report tells what it is given (:class:`reports.model.ReportData`) and judges nothing.

A report is a module (or package) of this folder with two names: ``TITLE``, what people call it, and
``render(data, templates)``, which yields ``(path below the output folder, content)`` and writes nothing itself.
Others come through the entry-point group ``wangcha.reports``, whose entries point at such modules.
"""
