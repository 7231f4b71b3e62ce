"""Learn `deliberation/agenda/rules/words/weights.txt` from the texts of tests/agenda/wording (logistic regression).

`python scripts/weigh_words.py` writes it; its first line keeps a digest of the texts, which a test compares. A
harmless text is harmless in every sentence; one to be asked about is so in its heaviest. The order of work is fixed,
so the same texts give the same weights.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter, defaultdict
from hashlib import sha256
from math import exp, sqrt
from pathlib import Path

from deliberation.agenda.rules import weighing
from deliberation.agenda.rules.lexicon import hits
from deliberation.agenda.rules.reading import data, signs

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "agenda" / "wording"
TARGET = ROOT / "deliberation" / "agenda" / "rules" / "words" / weighing.FILE

_ROUNDS, _STEP, _SHRINK, _BIAS_STEP = 12, 0.3, 1e-4, 0.01
_SEEN = 2
"""A run that stands in one sentence only teaches nothing."""
_FARTHEST = 30.0
_LINE = 24

Text = tuple[bool, list[list[str]]]
"""Whether it must be asked about, and the runs of each of its sentences."""


def corpus() -> list[tuple[bool, str]]:
    """Every labelled text, in a fixed order."""
    texts = []
    for asks, kind in ((True, "ask"), (False, "pass")):
        for file in sorted(CORPUS.glob(f"*_{kind}.json")):
            texts += [(asks, entry["text"]) for entry in json.loads(file.read_text("utf-8"))]
    return texts


def made() -> list[tuple[bool, str]]:
    """Texts made of the patterns: the same in other words, some of them odd, which hurts nothing."""
    read = tomllib.loads((CORPUS / "patterns.toml").read_text("utf-8"))
    texts = []
    for kind in ("ask", "pass"):
        for pattern in read["patterns"][kind]:
            for turn in range(read["each"]):
                words = {name: _pick(row, f"{pattern} {turn} {name}") for name, row in read["words"].items()}
                texts.append((kind == "ask", pattern.format(**words)))
    return texts


def _pick(row: list[str], seed: str) -> str:
    return row[int.from_bytes(sha256(seed.encode()).digest()[:4]) % len(row)]


def digest(texts: list[tuple[bool, str]]) -> str:
    """What tells one set of texts, and of lists, from another."""
    read = [sorted(texts), data("concepts.toml"), (CORPUS / "patterns.toml").read_text("utf-8")]
    return sha256(json.dumps(read, ensure_ascii=False).encode()).hexdigest()[:16]


def prepared(texts: list[tuple[bool, str]]) -> list[Text]:
    """The texts as runs, without those seen once."""
    cut = []
    for asks, text in texts:
        row = signs(text)
        found = hits(row)
        cut.append((asks, [sorted(weighing.grams(row, span, found)) for span in weighing.pieces(row)]))
    seen = Counter(gram for _, parts in cut for part in parts for gram in part)
    return [(asks, [kept for part in parts if (kept := [g for g in part if seen[g] >= _SEEN])]) for asks, parts in cut]


class Learner:
    """Logistic regression by single steps, each weight with its own shrinking step (AdaGrad)."""

    def __init__(self) -> None:
        self.weights: dict[str, float] = defaultdict(float)
        self.bias = 0.0
        self._squares: dict[str, float] = defaultdict(lambda: 1e-6)

    def score(self, part: list[str]) -> float:
        """The weight of a sentence so far."""
        return self.bias + sum([self.weights[gram] for gram in part]) / sqrt(len(part) + 1)

    def learn(self, part: list[str], *, asks: bool) -> None:
        """One step towards the label."""
        likely = 1 / (1 + exp(-max(-_FARTHEST, min(_FARTHEST, self.score(part)))))
        error = asks - likely
        for gram in part:
            slope = error / sqrt(len(part) + 1) - _SHRINK * self.weights[gram]
            self._squares[gram] += slope * slope
            self.weights[gram] += _STEP * slope / sqrt(self._squares[gram])
        self.bias += _BIAS_STEP * error


def _mixed(texts: list[Text], turn: int) -> list[Text]:
    """The texts in an order that looks like chance and is the same every time."""
    places = sorted(range(len(texts)), key=lambda i: sha256(f"{turn} {i}".encode()).digest())
    return [texts[i] for i in places]


def learn(texts: list[Text]) -> Learner:
    """What the texts teach."""
    learner = Learner()
    texts = [text for text in texts if text[1]]
    for turn in range(_ROUNDS):
        for asks, parts in _mixed(texts, turn):
            for part in [max(parts, key=learner.score)] if asks else parts:
                learner.learn(part, asks=asks)
    return learner


def lines(learner: Learner) -> list[str]:
    """The file: a weight and the runs that have it, lightest first."""
    by_weight: dict[int, list[str]] = defaultdict(list)
    for gram, value in learner.weights.items():
        by_weight[round(value * weighing.SCALE)].append(gram)
    by_weight[round(learner.bias * weighing.SCALE)].append(weighing.BIAS)
    cut = [
        (value, sorted(grams)[i : i + _LINE])
        for value, grams in sorted(by_weight.items())
        if value  # what weighs nothing need not be known
        for i in range(0, len(grams), _LINE)
    ]
    return [f"{value} {' '.join(row)}" for value, row in cut]


def main() -> None:
    """Write the file."""
    texts = corpus()
    head = f"# Learned by scripts/weigh_words.py from {len(texts)} texts and the patterns, digest {digest(texts)}."
    TARGET.write_text("\n".join([head, *lines(learn(prepared(texts + made())))]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
