"""Measurements, printed by ``make benchmark``. Only ratios within one run count: machines are noisy."""
