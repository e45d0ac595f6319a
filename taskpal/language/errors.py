"""What is said when words were meant as a date, a rule or a filter and are none."""


class NotUnderstood(ValueError):
    """The sentence for people, and where in the text the trouble begins."""

    def __init__(self, sentence: str, at: int = 0) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.at = at
