"""What the situations of an app's widgets may cost: a story that would take longer is cut, which is told."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.conditions.formulas import Conditions
    from keylint.conditions.questions import Questions

# Of one page: conditions that are looked at, some hundred thousand of them in a second.
MOST_OF_PAGE = 250_000
# Of all clusters of an app. Each may take a tenth of what is left, so that no few of them spend it all; then a little.
MOST_OF_APP, LITTLE = 5_000_000, 50_000
_SHARES = 10


class Effort:
    """What has been spent for one app: one is shared by all of its clusters."""

    def __init__(self, conditions: Conditions, questions: Questions) -> None:
        self._conditions = conditions
        self._questions = questions
        self._by_cluster: dict[str, int] = {}
        self._of_app = 0
        self._most = 0

    @contextmanager
    def page_of(self, cluster: str) -> Iterator[None]:
        """What happens within counts for that cluster, by the text of its key."""
        before = self._spent
        of_cluster = self._by_cluster.get(cluster, 0)
        left = MOST_OF_APP - (self._of_app - of_cluster)
        most = max(left // _SHARES, LITTLE)
        self._most = before + min(MOST_OF_PAGE, most - of_cluster)
        try:
            yield
        finally:
            spent = self._spent - before
            self._by_cluster[cluster] = of_cluster + spent
            self._of_app += spent

    @property
    def is_spent(self) -> bool:
        """Whether no more may be asked for this page."""
        return self._spent > self._most

    @property
    def _spent(self) -> int:
        return self._questions.effort + self._conditions.rewritten
