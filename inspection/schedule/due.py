"""When a plan is due. Everything is reckoned in Chinese time; moments given and returned are aware. No clock here."""

from __future__ import annotations

import calendar as months
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from records.clock import CHINA
from records.register.model import Plan
from records.register.quiet import after_quiet
from records.workdays import Calendar

HORIZON_DAYS = 400
"""How far to look: longer than any holiday and any plan's period."""


def next_due(plan: Plan, calendar: Calendar, after: datetime) -> datetime:
    """The first moment later than ``after`` at which the plan is due."""
    first = after.astimezone(CHINA).date() - timedelta(days=1)  # quiet hours may move a run to the next day
    days = (first + timedelta(days=number) for number in range(HORIZON_DAYS))
    dues = (due for day in days if _holds(plan, calendar)(day) for due in _dues_on(plan, day))
    return next(due for due in dues if due > after)


def latest_due(plan: Plan, calendar: Calendar, until: datetime) -> datetime:
    """The last moment not later than ``until`` at which the plan was due."""
    last = until.astimezone(CHINA).date()
    days = (last - timedelta(days=number) for number in range(HORIZON_DAYS))
    dues = (due for day in days if _holds(plan, calendar)(day) for due in reversed(_dues_on(plan, day)))
    return next(due for due in dues if due <= until)


def _dues_on(plan: Plan, day: date) -> list[datetime]:
    at = time.fromisoformat(plan.at)
    times = [at.replace(hour=hour) for hour in range(24)] if plan.every == "hour" else [at]
    return [after_quiet(plan.quiet, datetime.combine(day, one, CHINA)) for one in times]


def _holds(plan: Plan, calendar: Calendar) -> Callable[[date], bool]:
    def month_day(day: date) -> bool:
        return day.day == min(plan.day, months.monthrange(day.year, day.month)[1])

    return {
        "hour": lambda day: True,
        "day": lambda day: True,
        "workday": calendar.is_workday,
        "week": lambda day: day.isoweekday() == plan.weekday,
        "month": month_day,
    }[plan.every]
