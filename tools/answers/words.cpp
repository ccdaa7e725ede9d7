// Queries on word vectors: neighbours, analogies, the word that does not belong.
#include <numeric>

#include "analysis/analogy.hpp"
#include "analysis/intruder.hpp"
#include "analysis/neighbours.hpp"
#include "tools/answers/answer.hpp"
#include "tools/answers/packed.hpp"
#include "tools/neighbours_json.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t most_neighbours = 100;

// With ids, by which a page knows its points.
Json with_ids(const WordVectors& vectors, const std::vector<Neighbour>& neighbours, const Categories* categories) {
  Json json = neighbours_json(vectors, neighbours, categories);
  for (std::size_t i = 0; i < neighbours.size(); ++i) json[i]["id"] = neighbours[i].id;
  return json;
}

Json neighbours(Shelf& shelf, Arguments& arguments) {
  const auto run = shelf.open(arguments.whole("run", {}, 0));
  const std::string table = arguments.text("table", "");
  const WordVectors& vectors = run->vectors(table);
  const Id word = vectors.id(arguments.text("word"));
  const auto found = nearest_to_each(vectors, std::vector{word}, arguments.whole("count", 10, 1, most_neighbours));
  return {{"word", vectors.word(word)},
          {"id", word},
          {"neighbours", with_ids(vectors, found.front(), run->categories(table))}};
}

// For a page that cannot ask: the neighbours of the first words, all at once.
Json all_neighbours(Shelf& shelf, Arguments& arguments) {
  const auto run = shelf.open(arguments.whole("run", {}, 0));
  const WordVectors& vectors = run->vectors(arguments.text("table", ""));
  const std::size_t words = std::min(arguments.whole("words", 100000, 1, 100000), vectors.size());
  std::size_t count = arguments.whole("count", 10, 1, most_neighbours);
  count = std::min(count, vectors.size() - 1);
  std::vector<Id> ids(words);
  std::iota(ids.begin(), ids.end(), Id{0});
  const auto found = nearest_to_each(vectors, ids, count);
  std::vector<std::uint32_t> neighbours;
  std::vector<float> scores;
  for (const auto& list : found) {
    for (const auto& [id, score] : list) {
      neighbours.push_back(id);
      scores.push_back(score);
    }
  }
  return {{"ids", packed("u32", std::span<const std::uint32_t>(neighbours), count)},
          {"scores", packed("f32", std::span<const float>(scores), count)}};
}

Json answer_analogy(Shelf& shelf, Arguments& arguments) {
  const auto run = shelf.open(arguments.whole("run", {}, 0));
  const std::string table = arguments.text("table", "");
  const WordVectors& vectors = run->vectors(table);
  std::vector<Id> ids;
  for (const char* const name : {"a", "b", "c"}) ids.push_back(vectors.id(arguments.text(name)));
  const auto answers = analogy(vectors, ids[0], ids[1], ids[2], AnalogyMethod::add, 5);
  return {{"ids", ids}, {"answers", with_ids(vectors, answers, run->categories(table))}};
}

Json intruder(Shelf& shelf, Arguments& arguments) {
  const auto run = shelf.open(arguments.whole("run", {}, 0));
  const WordVectors& vectors = run->vectors(arguments.text("table", ""));
  std::vector<Id> ids;
  for (const std::string& word : arguments.list("words")) ids.push_back(vectors.id(word));
  const auto ranked = rank_intruders(vectors, ids);
  return {{"intruder", vectors.word(ranked.front().id)}, {"mean_similarity", with_ids(vectors, ranked, nullptr)}};
}

const bool registered = register_answer("neighbours", Work::computes, neighbours) &&
                        register_answer("all_neighbours", Work::computes, all_neighbours) &&
                        register_answer("analogy", Work::computes, answer_analogy) &&
                        register_answer("intruder", Work::computes, intruder);

}  // namespace
}  // namespace rowgrad
