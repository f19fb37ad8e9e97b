"""The one kind of error that is shown to a person as it stands."""


class UserError(Exception):
    """A mistake in what a person asked for or in a file they gave.

    Its text is one sentence that says what is wrong and what to do. The window shows it as a message, the
    command line prints it and exits with status 2; neither ever shows a traceback for it. Every other
    exception is a fault of the program.
    """
