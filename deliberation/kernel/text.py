"""Marking source text for translation where no translator may be imported; which characters are Chinese ones.

Interface text is written in Chinese at its place. `N_` marks it so that the message extractor finds
it; `web` translates it at the moment it is shown.
"""

HAN = "〇々㐀-䶿一-\u9fff豈-\ufaff\U00020000-\U000323af"
"""Chinese characters for a class in a pattern: the first block, its compatibility forms, Extensions A to I.

Names and places hold characters of every extension (𠮷, 𬭚); a rule that knows the first block only is blind for them.
"""


def N_(message: str) -> str:
    """Return `message` unchanged; the name alone tells the extractor to collect it."""
    return message


def say(message: str, **facts: object) -> str:
    """Collect `message` like `N_` and fill its `%(name)s` fields: for text that an action writes down.

    What is written down (a notice, the reason of a refusal) stays in the language of the source.
    """
    return message % facts if facts else message
