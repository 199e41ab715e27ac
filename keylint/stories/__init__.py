"""Stories: what a user has to do to see a value lost.

The acts are played twice, on what Streamlit does (`keylint.clockwork`) and on what anybody expects who does not know
it. Where the app then reads, or the screen shows, another value, that is a symptom, and the acts are its story.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.stories.clusters import cluster_of
from keylint.stories.effects import Effects
from keylint.stories.effort import Effort
from keylint.stories.flips import Flips
from keylint.stories.openings import Openings
from keylint.stories.presets import Presets
from keylint.stories.search import Search, Told
from keylint.stories.situations import Situations

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.run.keys import Key
    from keylint.run.runs import App
    from keylint.stories.clusters import Cluster
    from keylint.stories.situation import Found
    from keylint.stories.story import Story
    from keylint.streamlit.versions import Version


class Stories:
    """The stories of an app's widgets, each told when it is first asked for."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.effects = Effects(app)
        self.flips = Flips(self.effects, app.conditions, app.questions)
        self.openings = Openings(self.effects, app.conditions, self.flips)
        self._known_situations: dict[Hashable, Found] = {}
        self._effort = Effort(app.conditions, app.questions)
        self._told: dict[str, tuple[Told, ...]] = {}
        self._presets: dict[str, tuple[Story, ...]] = {}

    def of(self, key: Key) -> tuple[Told, ...]:
        """The stories of the widget with the key, on the newest and on the oldest Streamlit that the app admits."""
        known = self._told.get(key.text)
        if known is None:
            versions = dict.fromkeys((self.app.versions.newest, self.app.versions.oldest))
            known = self._told[key.text] = tuple(self._of_version(key, version) for version in versions)
        return known

    def _of_version(self, key: Key, version: Version) -> Told:
        """The stories on one version; where they are too many to be told, at least those of the widget alone."""
        cluster = cluster_of(self.effects, key)
        told = Search(self._situations_of(cluster), version).stories()
        if (told.is_cut or told.is_undecided) and not told.stories:
            alone = cluster_of(self.effects, key, with_fed=False)
            if alone.cells < cluster.cells:
                return Search(self._situations_of(alone), version).stories()
        return told

    def presets(self, key: Key) -> tuple[Story, ...]:
        """The stories of a default that changes and is not shown, on the newest Streamlit that the app admits."""
        known = self._presets.get(key.text)
        if known is None:
            making = self._situations_of(cluster_of(self.effects, key))
            known = self._presets[key.text] = Presets(making, self.app.versions.newest).stories()
        return known

    def _situations_of(self, cluster: Cluster) -> Situations:
        return Situations(cluster, self.flips, self.openings, self._known_situations, self._effort)
