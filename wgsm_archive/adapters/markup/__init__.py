"""Markdown to safe HTML: Python-Markdown tamed before it runs, its output read by nh3 against a list of the allowed."""

from wgsm_archive.adapters.markup.renderer import MarkdownMarkup

__all__ = ["MarkdownMarkup"]
