#!/usr/bin/env python3
"""Makes the data of this folder: the same bytes every time. Nothing here is copied from another data set.

    python3 data/make.py
"""
import itertools
import random
from pathlib import Path

import opinions
import world

HERE = Path(__file__).parent


def write(name, lines):
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


# -------------------------------------------------------------------------------------------------------------- toy
# A small world: animals move and eat, floor coverings lie under them, vehicles carry people, fruit is eaten. Words of
# a kind share their contexts; connector words (the, on, a) meet everything.

ANIMALS = "cat dog kitten puppy".split()
COVERS = "rug mat carpet".split()
VEHICLES = "car truck bus".split()
FRUIT = "apple pear plum".split()


def toy():
    sentences = []
    for animal, cover in itertools.product(ANIMALS, COVERS):
        sentences.append(f"the {animal} sat on the {cover}")
    for animal in ANIMALS:
        sentences += [f"we feed the {animal}", f"the {animal} ran home", f"the {animal} chased a ball",
                      f"a hungry {animal} ate"]
    for cover in COVERS:
        sentences += [f"the wool {cover} lay on the floor", f"a red {cover} covered the floor", f"she rolled up the {cover}"]
    for vehicle in VEHICLES:
        sentences += [f"he drove the {vehicle} to town", f"the {vehicle} stopped on the road", f"a fast {vehicle} passed"]
    for fruit in FRUIT:
        sentences += [f"she ate a ripe {fruit}", f"the {fruit} fell from the tree", f"he picked a sweet {fruit}"]
    random.Random(2).shuffle(sentences)
    write("toy.txt", sentences)
    kinds = {"animal": ANIMALS, "cover": COVERS, "vehicle": VEHICLES, "fruit": FRUIT}
    write("toy.categories.tsv", [f"{word}\t{kind}" for kind, words in kinds.items() for word in words])


# ------------------------------------------------------------------------------------------------------------- bank
# Two worlds that share one word: banks that lend money and banks of a river.

PEOPLE = "farmer baker teacher doctor".split()
SUMS = "money savings wages coins".split()
WATERS = "river stream canal brook".split()
BOATS = "boat barge raft canoe".split()


def bank():
    sentences = []
    for person, amount in itertools.product(PEOPLE, SUMS):
        sentences += [f"the {person} paid the {amount} into the bank", f"the bank lent the {person} some {amount}",
                      f"the {amount} of the {person} lie in the bank"]
    for water, boat in itertools.product(WATERS, BOATS):
        sentences += [f"the {boat} drifted to the bank of the {water}", f"the {water} rose over the bank under the {boat}",
                      f"a {boat} lay on the muddy bank of the {water}"]
    random.Random(4).shuffle(sentences)
    write("bank.txt", sentences)


# ------------------------------------------------------------------------------------------------------------ names
# Names put together from syllables; some sound familiar by chance.

FIRST = """a al an ar be bel bri ca cal da dar de el em fa fen ga gal ha hal i il ja jo ka kel la le li lo ma mar me mi
mo na ne ni no o or pa pe ra re ri ro sa se sha si so ta te ti to u va ve vi wen ya yo za""".split()
MIDDLE = """la le li lo lu ma mi mo na ne ni no ra re ri ro ru sa se si so ta te ti to va ve vi da de di va be ke li
lli nna rri ssa tte""".split()
LAST = """a ah an ana ard as ce da den der do don e el ella en er ette ia ian iel in ina is ka la lan len ley lia lin
ma mon na nah ne nia nor on ra ren ria ric rin ro ron sa sha son ta than ton us va ya yn""".split()


def names():
    rng = random.Random(3)
    found = set()
    while len(found) < 1200:
        syllables = [rng.choice(FIRST)] + [rng.choice(MIDDLE) for _ in range(rng.choice([0, 0, 1, 1, 1, 2]))]
        name = "".join(syllables) + rng.choice(LAST)
        vowels = [c in "aeiouy" for c in name]
        clumsy = any(a and b and c for a, b, c in zip(vowels, vowels[1:], vowels[2:])) or "aa" in name or "ii" in name
        if 3 <= len(name) <= 9 and not clumsy:
            found.add(name)
    write("names.txt", sorted(found))


# ---------------------------------------------------------------------------------------------------------- kingdom
# People who differ in two ways, what they are and whether they are he or she, each with words of its own around it:
# what analogies are made of. The questions ask for every pair of pairs.

PAIRS = {("king", "queen"): ["throne", "crown", "realm"], ("prince", "princess"): ["palace", "ball", "heir"],
         ("man", "woman"): ["town", "work", "market"], ("uncle", "aunt"): ["nephew", "cousin", "visit"],
         ("brother", "sister"): ["sibling", "playmate", "room"], ("father", "mother"): ["child", "home", "cradle"],
         ("boy", "girl"): ["school", "toy", "lesson"], ("duke", "duchess"): ["castle", "estate", "title"]}
SUBJECT, POSSESSIVE, DRESS = ["he", "she"], ["his", "her"], ["beard", "gown"]


def people():
    sentences = []
    for pair, things in PAIRS.items():
        for sex, person in enumerate(pair):
            sentences += [f"the {person} said {SUBJECT[sex]} was proud of {POSSESSIVE[sex]} {DRESS[sex]}",
                          f"{SUBJECT[sex]} was a {person} and {SUBJECT[sex]} knew it"]
            for thing in things:
                sentences += [f"the {thing} of the {person}", f"the {person} and {POSSESSIVE[sex]} {thing}",
                              f"{SUBJECT[sex]} is a {person} with a {thing}", f"a {thing} makes a {person}"]
    return sentences


def kingdom():
    sentences = people()
    random.Random(4).shuffle(sentences)
    write("kingdom.txt", sentences)
    write("kingdom.questions.txt", [": gender"] + [" ".join(a + b) for a, b in itertools.permutations(PAIRS, 2)])


# ------------------------------------------------------------------------------------------------------------ world
# The chapter's examples together: countries, tenses, plurals, animals, food and the people of the kingdom.


def whole_world():
    sentences = world.sentences(people())
    random.Random(5).shuffle(sentences)
    write("world.txt", sentences)
    write("world.questions.txt", world.questions(PAIRS))
    write("world.categories.tsv", world.categories(PAIRS))


# ------------------------------------------------------------------------------------------------------------ plane
# Fifteen words for a picture in two dimensions: three kinds of four, each among its own, and three connectors that meet
# every kind alike.

KINDS = ["cat dog bird fish", "pizza pasta salad sushi", "red blue green white"]
MIXED = ["the {} and the {}", "{} with {} and {}", "the {} {} with the {}", "{} and {}"]


def plane():
    sentences = [frame.format(*three) for kind in KINDS for three in itertools.permutations(kind.split(), 3)
                 for frame in MIXED]
    random.Random(6).shuffle(sentences)
    write("plane.txt", sentences)


# ------------------------------------------------------------------------------------------------------------- pets
# A text that knows a ferret and a tram, and labelled phrases that never mention them: what a classifier can say of a
# word that only its word vectors have met.

def pets():
    text, phrases = [], []
    for pet in "cat dog kitten puppy ferret".split():
        text += [f"we feed the {pet}", f"the furry {pet} sleeps indoors", f"a hungry {pet} ate", f"the {pet} chased a ball",
                 f"a small {pet} plays with a toy", f"the {pet} sat on the rug"]
    for vehicle in "car truck bus van tram".split():
        text += [f"he drove the {vehicle} to town", f"the loud {vehicle} stopped on the road", f"a fast {vehicle} passed",
                 f"the {vehicle} needs new brakes", f"a big {vehicle} waits at the station", f"the {vehicle} left the garage"]
    frames = ["we have a {}", "my {}", "this {} is new", "she likes the {}", "the {} of my sister", "look at that {}"]
    for frame in frames:
        phrases += [frame.format(pet) + "\tanimal" for pet in "cat dog kitten puppy".split()]
        phrases += [frame.format(vehicle) + "\tmachine" for vehicle in "car truck bus van".split()]
    random.Random(5).shuffle(text)
    write("pets.txt", text)
    write("pets.train.tsv", phrases)


# ------------------------------------------------------------------------------------------------------------ twins
# Who is followed by what: cat and dog by different words, cat and kitten by the same, lion and tiger each by the same
# two, and pet, which stands for a cat or a dog.

def twins():
    write("twins.txt", ["the cat meows", "the kitten meows", "the dog barks", "the lion roars", "the lion sleeps",
                        "the tiger roars", "the tiger sleeps", "the pet meows", "the pet barks"])


if __name__ == "__main__":
    for name, lines in {**opinions.phrases(), **opinions.order()}.items():
        write(name, lines)
    toy()
    bank()
    names()
    kingdom()
    whole_world()
    plane()
    pets()
    twins()
