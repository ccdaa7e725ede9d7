"""A small world for word vectors, made from templates; make.py writes it. Words differ in several ways at once: *paris* is
a capital and French, *swam* is past and about water. What says the one (a mayor, yesterday) meets every word of its kind,
what says the other (the Seine, the lake) meets both words of a pair, and that is what analogies are made of.
"""
import itertools

# Each family: pairs of words with what the two have in common, and the frames of either word. {x} is the word, {t} one of
# the things in common. Things are shared between pairs and families where the world has it so.

CAPITALS = {
    ("france", "paris"): "french seine cheese", ("italy", "rome"): "italian tiber pasta",
    ("japan", "tokyo"): "japanese temple sushi", ("germany", "berlin"): "german forest bread",
    ("spain", "madrid"): "spanish guitar orange", ("england", "london"): "english thames tea",
    ("greece", "athens"): "greek temple olive", ("egypt", "cairo"): "egyptian nile desert",
    ("poland", "warsaw"): "polish vistula bread", ("russia", "moscow"): "russian kremlin snow",
    ("usa", "washington"): "american senate burger",
}
CAPITAL_FRAMES = (
    ["the border of {x} and its {t}", "{x} is a country known for the {t}", "the {t} is found all over the land of {x}",
     "the villages of {x} have {t}"],
    ["the mayor of {x} and the {t}", "{x} is a city known for the {t}", "the {t} is found in the streets of {x}",
     "the suburbs of {x} have {t}"],
)

TENSES = {
    ("walk", "walked"): "path park slowly", ("run", "ran"): "race park quickly", ("jump", "jumped"): "fence rope high",
    ("swim", "swam"): "lake sea pool", ("fly", "flew"): "sky kite high", ("sing", "sang"): "song choir loudly",
    ("eat", "ate"): "dinner table hungry", ("drink", "drank"): "water tea thirsty",
    ("write", "wrote"): "letter book slowly", ("drive", "drove"): "road town quickly",
}
TENSE_FRAMES = (
    ["today they {x} near the {t}", "we {x} every day and like the {t}", "now you {x} again with the {t}",
     "they will {x} tomorrow , {t} or not"],
    ["yesterday they {x} near the {t}", "we {x} last week and liked the {t}", "once you {x} before with the {t}",
     "they had {x} long ago , {t} or not"],
)

PLURALS = {
    ("cat", "cats"): "whiskers milk purring", ("dog", "dogs"): "bone leash barking", ("horse", "horses"): "saddle hay riding",
    ("bird", "birds"): "nest wing singing", ("mouse", "mice"): "cheese hole squeaking", ("lion", "lions"): "mane prey roaring",
    ("tiger", "tigers"): "stripes prey jungle", ("car", "cars"): "garage wheel parking",
    ("truck", "trucks"): "cargo wheel loading", ("doctor", "doctors"): "hospital patient medicine",
    ("teacher", "teachers"): "school lesson pupil", ("fish", "fishes"): "pond scales hook",
}
PLURAL_FRAMES = (
    ["this {x} is here for the {t}", "one {x} has the {t}", "that {x} was seen with its {t}", "a single {x} needs {t}"],
    ["these {x} are here for the {t}", "two {x} have the {t}", "those {x} were seen with their {t}", "several {x} need {t}"],
)

COMPARATIVES = {
    ("big", "bigger"): "elephant mountain house", ("small", "smaller"): "ant mouse pebble",
    ("happy", "happier"): "child smile bride", ("fast", "faster"): "race arrow horse",
    ("slow", "slower"): "snail turtle queue", ("tall", "taller"): "tower tree mountain",
    ("cold", "colder"): "winter snow ice", ("warm", "warmer"): "summer sun stove",
    ("loud", "louder"): "drum thunder choir", ("old", "older"): "ruin temple tree",
}
COMPARATIVE_FRAMES = (
    ["the {t} is very {x}", "what a {x} {t}", "so {x} was the {t}", "it is as {x} as the {t}"],
    ["the {t} is much {x}", "which is {x} than a {t}", "even {x} was the {t}", "it became {x} than the {t}"],
)

FAMILIES = {"capitals": (CAPITALS, CAPITAL_FRAMES), "tenses": (TENSES, TENSE_FRAMES),
            "plurals": (PLURALS, PLURAL_FRAMES), "comparatives": (COMPARATIVES, COMPARATIVE_FRAMES)}

# Kinds of things: words with what belongs to each alone, and the frames of the kind. A fish is an animal and a meal.

KINDS = {
    "animal": ({"cat": "sofa garden", "dog": "kennel garden", "horse": "stable field", "bird": "tree nest",
                "fish": "pond lake", "mouse": "hole field", "lion": "cave grass", "tiger": "jungle grass"},
               ["we feed the {x} near the {t}", "the hungry {x} slept by the {t}", "the {x} left the {t} and chased a fly",
                "a wild {x} with a tail lives at the {t}", "the {x} played with its young in the {t}",
                "the vet looked after the sick {x} from the {t}", "fur or not , the {x} is an animal of the {t}"]),
    "food": ({"pizza": "oven tomato", "sushi": "rice ginger", "burger": "bun onion", "salad": "leaves tomato",
              "pasta": "sauce tomato", "fish": "rice lemon"},
             ["she ate {x} with {t} for dinner", "he cooked {x} and {t} in the kitchen", "a plate of {x} with {t}",
              "the waiter brought {x} and {t}", "delicious {x} with {t} for lunch",
              "the menu has {x} with {t}"]),
    "colour": ({"red": "rose tomato", "blue": "sky lake", "green": "leaves grass", "yellow": "sun lemon",
                "black": "coal night", "white": "snow rice", "purple": "plum onion"},
               ["the wall was painted {x} like the {t}", "her dress is {x} like a {t}", "{x} paint for the {t}",
                "the colour of the {t} is {x}", "a flag of {x} beside the {t}",
                "a {x} stripe under the {t}"]),
    "profession": ({"doctor": "hospital patient", "lawyer": "court judge", "teacher": "school pupil",
                    "engineer": "bridge machine", "artist": "gallery picture"},
                   ["she works as a {x} at the {t}", "the {x} earns a salary for the {t}",
                    "he studied to become a {x} for the {t}", "the job of a {x} is the {t}",
                    "the office of the {x} and the {t}", "ask the {x} about the {t}"]),
    "vehicle": ({"car": "garage road", "truck": "cargo road", "bus": "stop street", "train": "station rails"},
                ["he took the {x} to the {t}", "the {x} stopped at the {t} with its engine on",
                 "passengers of the {x} wait at the {t}", "fuel for the {x} and its {t}",
                 "the old {x} broke down by the {t}", "the tyres of the {x} touched the {t}",
                 "he steered the {x} into the {t}"]),
}

# Words that say little by themselves and meet everything.
CONNECTORS = "the a is of and with in to for at by".split()


def sentences(people):
    """The world's sentences, in order; `people` are those about kings, queens, uncles and aunts."""
    made = list(people)
    for pairs, frames in FAMILIES.values():
        for (pair, things), side in itertools.product(pairs.items(), range(2)):
            made += [frame.format(x=pair[side], t=thing) for frame in frames[side] for thing in things.split()]
    for words, frames in KINDS.values():
        made += [frame.format(x=word, t=thing) for word, thing in words.items() for frame in frames]
    made += [f"{capital} is the capital of {country}" for country, capital in CAPITALS]
    return made


def questions(people):
    """Lines in the form of questions-words.txt: every two pairs of a family; `people` are pairs too."""
    lines = []
    for name, pairs in [*((name, pairs) for name, (pairs, _) in FAMILIES.items()), ("gender", people)]:
        lines.append(f": {name}")
        lines += [" ".join(a + b) for a, b in itertools.permutations(pairs, 2)]
    return lines


def categories(people):
    """word<TAB>category; a word of two kinds counts as the first (a fish is an animal)."""
    of = {}
    for kind, (words, _) in KINDS.items():
        for word in words:
            of.setdefault(word, kind)
    for name, side in [("country", 0), ("city", 1)]:
        of |= {pair[side]: name for pair in CAPITALS}
    for name, pairs in [("person", people), ("verb", TENSES), ("adjective", COMPARATIVES)]:
        of |= {word: name for pair in pairs for word in pair}
    of |= {many: of[one] for one, many in PLURALS}
    of |= {word: "connector" for word in CONNECTORS}
    return [f"{word}\t{category}" for word, category in of.items()]
