// What the chapter claims of the geometry of word vectors, on vectors trained from the project's small texts:
// docs/chapter/word-vectors.md.
#include <fmt/format.h>

#include <fstream>

#include "analysis/analogy.hpp"
#include "analysis/direction.hpp"
#include "analysis/intruder.hpp"
#include "analysis/mean_cosine.hpp"
#include "analysis/word_intrusion.hpp"
#include "tests/catch.hpp"
#include "tests/trained_vectors.hpp"

namespace rowgrad {
namespace {

constexpr const char* world_questions = ROWGRAD_SOURCE_DIR "/data/world.questions.txt";
constexpr const char* world_categories = ROWGRAD_SOURCE_DIR "/data/world.categories.tsv";

// The share of the world's questions that 3CosAdd answers.
double answered(const WordVectors& vectors) {
  double found = 0, correct = 0;
  for (const AnalogySection& section : evaluate_analogies(vectors, world_questions)) {
    found += static_cast<double>(section.found);
    correct += static_cast<double>(section.correct_add);
  }
  return correct / found;
}

std::string best_analogy(const WordVectors& v, const char* a, const char* b, const char* c) {
  return v.word(analogy(v, v.id(a), v.id(b), v.id(c), AnalogyMethod::add, 1)[0].id);
}

Direction direction_of(const WordVectors& v, const std::vector<std::pair<const char*, const char*>>& names) {
  std::vector<std::pair<Id, Id>> pairs;
  for (const auto& [a, b] : names) pairs.emplace_back(v.id(a), v.id(b));
  return find_direction(v, pairs);
}

const std::vector<std::pair<const char*, const char*>> tenses{
    {"walk", "walked"}, {"swim", "swam"}, {"run", "ran"}, {"fly", "flew"}};
const std::vector<std::pair<const char*, const char*>> plurals{
    {"cat", "cats"}, {"dog", "dogs"}, {"horse", "horses"}, {"car", "cars"}};
const std::vector<std::pair<const char*, const char*>> genders{{"king", "queen"}, {"uncle", "aunt"}};

std::string taken_to(const WordVectors& v, const Direction& direction, const char* word) {
  return v.word(apply_direction(v, direction, v.id(word), 1)[0].id);
}

double share_found(const WordVectors& vectors) {
  const Categories categories = Categories::read(world_categories, vectors);
  double tried = 0, right = 0;
  for (const IntrusionScore& score : word_intrusion(vectors, categories, 4, 50, Random(1))) {
    tried += static_cast<double>(score.tried);
    right += static_cast<double>(score.right);
  }
  return right / tried;
}

}  // namespace

TEST_CASE("trained vectors answer king to queen, Paris to Rome and walked to swam") {
  const WordVectors& v = world_vectors();
  CHECK(best_analogy(v, "man", "king", "woman") == "queen");
  CHECK(best_analogy(v, "france", "paris", "italy") == "rome");
  CHECK(best_analogy(v, "walk", "walked", "swim") == "swam");
}

TEST_CASE("trained vectors answer most analogies of every kind, and untrained ones hardly any") {
  for (const AnalogySection& section : evaluate_analogies(world_vectors(), world_questions)) {
    INFO(section.name);
    CHECK(section.missing == 0);
    CHECK(static_cast<double>(section.correct_add) > 0.7 * static_cast<double>(section.found));
    CHECK(static_cast<double>(section.correct_mul) > 0.7 * static_cast<double>(section.found));
  }
  CHECK(answered(world_vectors()) > 0.88);
  CHECK(answered(vectors_of_run(trained("world", {"train.epochs=0"}))) < 0.05);
}

TEST_CASE("the table of the words answers more analogies than that of the contexts, which knows them too") {
  const double u = answered(world_vectors()), v = answered(vectors_of_run(world_run(), "v.weight"));
  CHECK(u > v + 0.05);
  CHECK(v > 0.5);
}

TEST_CASE("directions of tense, plural and gender take other trained words to their partners") {
  const WordVectors& v = world_vectors();
  CHECK(taken_to(v, direction_of(v, tenses), "sing") == "sang");
  CHECK(taken_to(v, direction_of(v, plurals), "bird") == "birds");
  CHECK(taken_to(v, direction_of(v, genders), "brother") == "sister");
}

TEST_CASE("trained pairs are more parallel than the same words paired otherwise, and no column holds the direction") {
  for (const auto& pairs : {tenses, plurals, genders}) {
    const Direction direction = direction_of(world_vectors(), pairs);
    INFO(pairs[0].first);
    CHECK(direction.full.pairs > 0.7);
    CHECK(direction.full.pairs > direction.full.swapped + 0.15);
    CHECK(direction.largest_column < 0.5);
  }
}

TEST_CASE("a plane may show less parallelism than there is, or more") {
  const auto kingdom = vectors_of_run(kingdom_run());
  const Direction lost = direction_of(kingdom, genders);
  CHECK(lost.plane.pairs < lost.full.pairs - 0.3);
  CHECK(lost.plane_of_pairs.pairs > lost.full.pairs);
  const Direction tense = direction_of(world_vectors(), tenses), plural = direction_of(world_vectors(), plurals);
  CHECK(tense.plane.pairs < tense.full.pairs - 0.1);
  CHECK(plural.plane.pairs > plural.full.pairs);
}

TEST_CASE("connector words are the least similar to others, not moderately similar to many") {
  const auto ranks = [](const WordVectors& v) {
    std::map<std::string, double> rank;  // from 0, the most similar on average, to 1
    const auto ranked = rank_by_mean_cosine(v);
    for (std::size_t i = 0; i < ranked.size(); ++i)
      rank[v.word(ranked[i].id)] = static_cast<double>(i) / static_cast<double>(ranked.size() - 1);
    return rank;
  };
  auto toy = ranks(vectors_of_run(trained("sgns"))), world = ranks(world_vectors());
  for (const char* word : {"the", "a", "on"}) CHECK(toy[word] > 0.9);
  for (const char* word : {"the", "a", "and", "with"}) CHECK(world[word] > 0.9);
}

TEST_CASE("of cat, dog, fish and car the intruder is the car, whatever the order") {
  const WordVectors& v = world_vectors();
  for (const auto& words : {std::array{"cat", "dog", "fish", "car"}, std::array{"car", "fish", "dog", "cat"}}) {
    std::vector<Id> ids;
    for (const char* word : words) ids.push_back(v.id(word));
    CHECK(v.word(rank_intruders(v, ids)[0].id) == "car");
  }
}

TEST_CASE("strangers among the words of a category are found after training, and by chance before") {
  CHECK(share_found(world_vectors()) > 0.75);
  CHECK(share_found(vectors_of_run(trained("world", {"train.epochs=0"}))) == Approx(0.25).margin(0.1));
}

TEST_CASE("vectors in GloVe's text form, which has no header, answer king to queen") {
  const WordVectors& v = world_vectors();
  const TemporaryFolder folder;
  std::string text;
  for (Id id = 0; id < v.size(); ++id) {
    text += v.word(id);
    for (const float x : v.vector(id)) text += fmt::format(" {:.6f}", x);
    text += '\n';
  }
  const WordVectors read = WordVectors::open(folder.write("glove.txt", text));
  REQUIRE(read.size() == v.size());
  REQUIRE(read.dimension() == v.dimension());
  CHECK(best_analogy(read, "man", "king", "woman") == "queen");
  CHECK(answered(read) == Approx(answered(v)).margin(0.01));
}

}  // namespace rowgrad
