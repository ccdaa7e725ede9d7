// A table of word vectors as points in three dimensions, and words by what they are.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "analysis/pca.hpp"
#include "core/parallel.hpp"
#include "tools/answers/answer.hpp"
#include "tools/answers/categories_json.hpp"
#include "tools/answers/packed.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t most_points = 100000;
constexpr std::size_t dimensions = 3;

// Those that have a row per word, by which words can be shown.
Json tables_of(const Experiment& experiment) {
  Json tables = Json::array();
  for (const ParameterSpec& spec : experiment.graph.parameters()) {
    if (spec.rows >= experiment.dataset->tokens().size() && spec.columns > 1) tables.push_back(spec.name);
  }
  return tables;
}

struct Points {
  std::vector<float> coordinates;  // (words x 3)
  std::vector<double> explained;
};

Points project(const WordVectors& vectors, std::size_t count) {
  Matrix<float> chosen;
  resize(chosen, count, vectors.dimension());
  std::copy_n(vectors.values().data(), count * vectors.dimension(), chosen.data());
  const std::size_t held = std::min(dimensions, vectors.dimension());
  const Pca pca(chosen, held);
  Points points{std::vector<float>(count * dimensions, 0.0F), {}};
  for (std::size_t i = 0; i < held; ++i) points.explained.push_back(pca.explained(i));
  constexpr std::size_t block = 1024;
  parallel_for(count, block, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i)
      std::ranges::copy(pca.project(vectors.vector(static_cast<Id>(i))), points.coordinates.begin() + i * dimensions);
  });
  return points;
}

Json space(Shelf& shelf, Arguments& arguments) {
  const auto run = shelf.open(arguments.whole("run", {}, 0));
  const std::string table = arguments.text("table", "");
  const std::size_t most = arguments.whole("count", most_points, 1, most_points);
  const WordVectors& vectors = run->vectors(table);
  const std::size_t count = std::min(most, vectors.size());
  if (count == 0) throw input_error(run->path().string(), "has no words");
  const Points points = project(vectors, count);
  Json words = Json::array();
  for (std::size_t i = 0; i < count; ++i) words.push_back(vectors.word(static_cast<Id>(i)));
  Json json{{"tables", tables_of(run->experiment())},
            {"words", std::move(words)},
            {"all_words", vectors.size()},
            {"dimension", vectors.dimension()},
            {"explained", points.explained},
            {"points", packed("f32", std::span<const float>(points.coordinates), dimensions)}};
  if (const Categories* categories = run->categories(table)) {
    std::vector<Id> ids(count);
    std::iota(ids.begin(), ids.end(), Id{0});
    json["categories"] = categories_json(*categories, ids);
  }
  return json;
}

// Each word by which of a few given ones is nearest to it.
Json nearest_label(Shelf& shelf, Arguments& arguments) {
  const auto run = shelf.open(arguments.whole("run", {}, 0));
  const WordVectors& vectors = run->vectors(arguments.text("table", ""));
  const std::vector<std::string> words = arguments.list("words");
  const std::size_t count = std::min(arguments.whole("count", most_points, 1, most_points), vectors.size());
  constexpr std::size_t most_labels = 12;
  if (words.empty() || words.size() > most_labels)
    throw input_error("words", fmt::format("expected 1 to {} words, found {}", most_labels, words.size()));
  std::vector<std::uint8_t> nearest(count, 0);
  std::vector<float> best(count, -2.0F);
  for (std::size_t label = 0; label < words.size(); ++label) {
    const std::vector<float> cosines = vectors.cosines(vectors.vector(vectors.id(words[label])));
    for (std::size_t i = 0; i < count; ++i) {
      if (cosines[i] <= best[i]) continue;
      best[i] = cosines[i];
      nearest[i] = static_cast<std::uint8_t>(label);
    }
  }
  return {{"names", words}, {"of", packed("u8", std::span<const std::uint8_t>(nearest), 1)}};
}

const bool registered =
    register_answer("space", Work::computes, space) && register_answer("nearest_label", Work::computes, nearest_label);

}  // namespace
}  // namespace rowgrad
