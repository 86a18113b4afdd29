"""Plans run by themselves (计划任务): when they are due, running them once each, probing home pages."""
