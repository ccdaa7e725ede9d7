"""Short opinions with a label: what make.py writes into phrases.*.tsv and order.*.tsv, as lines by file."""
import itertools
import random
import re


# ---------------------------------------------------------------------------------------------------------- phrases
# Short opinions, positive or negative. About one in fifteen is a negation ("not bad", "never dull", "hardly funny"),
# whose label is the opposite of its adjective's.

GOOD = """good great wonderful lovely charming clever funny brilliant fresh honest warm superb delightful moving bright
elegant gripping generous graceful excellent tender witty splendid enjoyable inspired""".split()
BAD = """bad awful terrible dull boring stale clumsy weak tedious cold ugly poor shallow silly tired lifeless sloppy
dreadful bland messy noisy hollow pointless forgettable annoying""".split()
THINGS = """film story plot ending acting music soup dinner hotel room service book novel song album concert game
lecture garden coffee bread play scene cast script""".split()
STRENGTH = ["", "", "", "very", "really", "quite", "so", "truly", "rather"]
LOVE = "loved enjoyed adored admired recommend".split()
HATE = "hated disliked regretted loathed avoid".split()
NEGATOR = ["not", "never", "hardly"]

AFFIRMED = [
    "{a} {t}", "a {s} {a} {t}", "the {t} was {s} {a}", "what a {a} {t}", "{s} {a} and {b}", "the {t} is {a} and {b}",
    "this {t} feels {s} {a}", "i found the {t} {s} {a}", "{a} from start to finish", "a {a} , {b} {t}",
    "everything about the {t} is {a}", "we {v} this {t}", "i {v} the {a} {t}",
]
NEGATED = ["{n} {a}", "{n} a {a} {t}", "the {t} was {n} {a}", "{n} {a} , {n} {b}", "the {t} is {n} {a} at all"]


def phrase(rng):
    positive = rng.random() < 0.5
    negated = rng.random() < 0.06
    words = GOOD if positive != negated else BAD
    a, b = rng.sample(words, 2)
    text = rng.choice(NEGATED if negated else AFFIRMED).format(
        a=a, b=b, t=rng.choice(THINGS), s=rng.choice(STRENGTH), n=rng.choice(NEGATOR),
        v=rng.choice(LOVE if positive else HATE))
    text = re.sub(r"\ba (?=[aeiou])", "an ", " ".join(text.split()).replace(" ,", ","))
    if rng.random() < 0.3:
        text = text[0].upper() + text[1:]
    return text + rng.choice(["", "", ".", "!"]), "positive" if positive else "negative"


def phrases():
    rng = random.Random(1)
    lines, seen = [], set()
    for text, label in [("not bad", "positive"), ("not good", "negative"), ("good", "positive"), ("bad", "negative")]:
        seen.add(text)
        lines.append(f"{text}\t{label}")
    while len(lines) < 1250:
        text, label = phrase(rng)
        key = text.lower().strip(".!")
        if key not in seen:
            seen.add(key)
            lines.append(f"{text}\t{label}")
    return {"phrases.train.tsv": lines[:1000], "phrases.test.tsv": lines[1000:]}


# ------------------------------------------------------------------------------------------------------------ order
# Phrases in which only the order of the words decides: each comes with a permutation of itself and the opposite label
# ("the plot was funny not dull", "the plot was dull not funny"). What is affirmed stands before what is denied. The
# test's pairs of adjectives do not occur in the training data, each adjective does. The shortest pair comes first.

OPENING = ["", "", "so", "it is", "it was", "this feels", "i found it", "the {t} is", "the {t} was", "we thought the {t} was"]
DENIAL = ["not", "and not", "never", "but never", "rather than", "instead of", "far from", "anything but"]
SHORTEST = ["not bad\tpositive", "bad not\tnegative"]
CLOSING = ["", "", "", "at all", "to me", "i think"]


def order():
    rng = random.Random(4)
    pairs = list(itertools.product(GOOD, BAD))
    rng.shuffle(pairs)
    files = {}
    for name, part, count, shortest in [("train", pairs[:500], 900, SHORTEST), ("test", pairs[500:], 200, [])]:
        lines, seen = [], set()
        while len(lines) < 2 * count:
            frame = f"{rng.choice(OPENING)} {{a}} {rng.choice(DENIAL)} {{b}} {rng.choice(CLOSING)}"
            good, bad = rng.choice(part)
            thing = rng.choice(THINGS)
            phrase = " ".join(frame.format(a=good, b=bad, t=thing).split())
            if phrase in seen:
                continue
            seen.add(phrase)
            lines.append(phrase + "\tpositive")
            lines.append(" ".join(frame.format(a=bad, b=good, t=thing).split()) + "\tnegative")
        files[f"order.{name}.tsv"] = shortest + lines
    return files
