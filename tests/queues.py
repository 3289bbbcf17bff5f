"""The task queue of the test run."""

from __future__ import annotations

from typing import Any

from django_tasks.backends.dummy import DummyBackend
from django_tasks.backends.immediate import ImmediateBackend


class QueueBackend(ImmediateBackend):
    """Runs the tasks of the default queue at once; those of the slow one it keeps in `slow.results` and does not run.

    Reading a file takes a process; a test that is about it runs the task itself.
    """

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self.slow = DummyBackend(alias, params)

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        backend = self.slow if task.queue_name == "slow" else super()
        return backend.enqueue(task, args, kwargs)
