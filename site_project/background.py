"""What runs tasks where no worker does: a thread of the process that asks for them."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django_tasks import TaskResult
from django_tasks.backends.immediate import ImmediateBackend

# One thread, so that a heap of uploads takes the memory and the processor of one. Python waits
# for what it was given before the process ends.
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tasks")


class ThreadBackend(ImmediateBackend):
    """
    Begin each task at once, without making whoever enqueued it wait.

    Nothing is stored: a task that a killed process leaves undone must be found again from the
    rows that it works on. What one raises is logged by django-tasks.
    """

    def _execute_task(self, task_result: TaskResult) -> None:
        _thread.submit(self._execute_apart, task_result)

    def _execute_apart(self, task_result: TaskResult) -> None:
        try:
            super()._execute_task(task_result)
        finally:
            connections.close_all()
