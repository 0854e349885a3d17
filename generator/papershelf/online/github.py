"""GitHub's API: its address, and how to ask it.

https://docs.github.com/en/rest
"""

from papershelf.importers.fetch import Question, authorized

ADDRESS = "https://api.github.com"
#: The variables of the environment with another address and with a token.
VARIABLE, TOKEN = "PAPERSHELF_GITHUB", "GITHUB_TOKEN"


def question(token: str) -> Question:
    """Return what to ask at an address of the API, with a token if there is one."""
    return authorized(token, "application/vnd.github+json")
