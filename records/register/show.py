"""What ``wangcha register show`` prints: tables with Chinese headings, ready to be drawn or written as JSON."""

from __future__ import annotations

from collections.abc import Mapping

from sqlite_utils import Database

from records.register.store import load_register, origins

Rows = list[dict[str, str | int | float]]


def show(db: Database) -> Mapping[str, Rows]:
    """The register as tables, title to rows; a table without rows is left out."""
    register, origin = load_register(db), origins(db)
    names = {item.id: item.short or item.name for item in register.departments}
    sites: Rows = []
    for site in register.sites:
        limits = register.limits_for(site.id)
        sites.append(
            {
                "编号": site.id,
                "网站名称": site.name,
                "首页网址": site.url,
                "网站标识码": site.code,
                "责任单位": names.get(site.department, ""),
                "牵头单位": names.get(site.lead, ""),
                "栏目数": len(register.columns_of(site.id)),
                "每秒请求": limits.rate,
                "最多网页": limits.max_pages,
                "来源": origin[site.id],
            }
        )
    tables: dict[str, Rows] = {
        "网站": sites,
        "栏目": [
            {
                "网站": column.site,
                "栏目名称": column.name,
                "网址": column.url,
                "类型": column.kind,
                "更新期限（天）": column.limit_days if column.limit_days is not None else "",
                "责任单位": names.get(column.department, ""),
                "不要求更新的原因": column.exempt,
            }
            for column in register.columns
        ],
        "政务新媒体账号": [
            {
                "编号": account.id,
                "账号名称": account.name,
                "平台": account.platform,
                "责任单位": names.get(account.department, ""),
                "取数方式": account.adapter,
                "更新期限（天）": account.limit_days if account.limit_days is not None else "",
            }
            for account in register.accounts
        ],
        "单位": [
            {
                "编号": item.id,
                "名称": item.name,
                "简称": item.short,
                "联系人": item.contact,
                "电话": item.phone,
                "邮箱": item.email,
            }
            for item in register.departments
        ],
        "整改期限": [
            {"编号": item.id, "名称": item.title, "工作日": item.working_days} for item in register.deadlines.values()
        ],
        "规则设置": [
            {
                "规则": item.rule,
                "停用": item.off,
                "原因": item.reason,
                "改动的选项": "\n".join(f"{name} = {value}" for name, value in item.options.items()),
            }
            for item in register.rules.values()
        ],
    }
    return {title: listed for title, listed in tables.items() if listed}
