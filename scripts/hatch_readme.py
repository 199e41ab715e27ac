"""The README as the package's description: Hatchling calls this while it builds.

On an index a link such as `docs/ci.md` leads nowhere. Once `project.urls` has the address of the sources, links and
pictures lead there, to the tag of this version; until then they stay as they are.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

LINK = re.compile(r"(?P<picture>!?)\[(?P<label>[^\]]*)\]\((?!https?:|#)(?P<path>[^)]+)\)")


class ReadmeHook(MetadataHookInterface):
    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        source = metadata.get("urls", {}).get("Source")
        if source:
            text = with_whole_links(text, source, f"v{metadata['version']}")
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


def with_whole_links(text: str, source: str, tag: str) -> str:
    """The text with the files that it links to at `source`, the address of a repository on GitHub, as of `tag`."""

    def whole(link: re.Match[str]) -> str:
        view = "raw" if link["picture"] else "blob"
        return f"{link['picture']}[{link['label']}]({source.rstrip('/')}/{view}/{tag}/{link['path']})"

    return LINK.sub(whole, text)
