"""New-media accounts: what an account published, read from a feed or a table by adapters with one small interface."""

from crawler.accounts.posts import FoundPost, PostsReading
from crawler.accounts.registry import Adapter, adapter_for, all_adapters, default_adapter

__all__ = ["Adapter", "FoundPost", "PostsReading", "adapter_for", "all_adapters", "default_adapter"]
