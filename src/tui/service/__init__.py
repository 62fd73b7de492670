"""The landing: the one staircase between what people see and what does the work.

Nothing is imported here, because the first frame, the command line and the worker
processes each need a different and small part: ``start`` for the first page,
``library`` for everything else, ``worker`` inside a worker process.
"""
