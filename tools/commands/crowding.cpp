#include "analysis/crowding.hpp"

#include <cmath>
#include <numbers>

#include "tools/vectors_command.hpp"

namespace rowgrad {
namespace {

double degrees(double cosine) { return std::acos(std::min(1.0, cosine)) * 180.0 / std::numbers::pi; }

class Crowding : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("vectors", path_, "a run directory or a file of word vectors to set beside random ones");
    app.add_option("-n,--rows", rows_, "how many random vectors (default 5000)")->check(CLI::Range(2, 100000));
    app.add_option("--dims", dims_, "dimensions (default 2 4 8 … 1024)")->check(CLI::PositiveNumber);
    app.add_option("--seed", seed_, "seed of the random vectors");
    app.add_flag("--json", json_, "machine-readable");
    app.footer(
        "How near the nearest two of many random vectors come, by dimension: the room there is for words.\n"
        "Examples:\n  rowgrad crowding\n  rowgrad crowding runs/sgns --rows 50000 --dims 2 100 300");
  }

  int run() override {
    Json lines = Json::array();
    for (const std::size_t d : dims_) {
      const NearestPair pair = nearest_pair(random_directions(rows_, d, Random(seed_).stream(d)));
      lines.push_back({{"vectors", "random"},
                       {"rows", rows_},
                       {"dimension", d},
                       {"cosine", pair.cosine},
                       {"degrees", degrees(static_cast<double>(pair.cosine))},
                       {"expected", expected_highest_cosine(rows_, d)}});
    }
    if (!path_.empty()) lines.push_back(nearest_words());
    if (json_) {
      fmt::print("{}\n", to_text(lines, 2));
      return 0;
    }
    fmt::print("{:<10} {:>8} {:>10} {:>12} {:>9} {:>10}\n", "vectors", "rows", "dimension", "nearest cos", "degrees",
               "about");
    for (const Json& l : lines) {
      fmt::print("{:<10} {:>8} {:>10} {:>12.4f} {:>9.2f} {:>10.4f}{}\n", l["vectors"].get<std::string>(),
                 l["rows"].get<std::size_t>(), l["dimension"].get<std::size_t>(), l["cosine"].get<double>(),
                 l["degrees"].get<double>(), l["expected"].get<double>(),
                 l.contains("words") ? fmt::format("  {} {}", l["words"][0].get_ref<const std::string&>(),
                                                   l["words"][1].get_ref<const std::string&>())
                                     : "");
    }
    return 0;
  }

 private:
  Json nearest_words() const {
    const WordVectors vectors = WordVectors::open(path_);
    const std::size_t n = std::min(rows_, vectors.size());
    Matrix<float> first;
    resize(first, n, vectors.dimension());
    for (std::size_t i = 0; i < n; ++i) std::ranges::copy(vectors.unit(static_cast<Id>(i)), row(first, i));
    const NearestPair pair = nearest_pair(first);
    return {{"vectors", "words"},
            {"rows", n},
            {"dimension", vectors.dimension()},
            {"cosine", pair.cosine},
            {"degrees", degrees(static_cast<double>(pair.cosine))},
            {"expected", expected_highest_cosine(n, vectors.dimension())},
            {"words", {vectors.word(static_cast<Id>(pair.first)), vectors.word(static_cast<Id>(pair.second))}}};
  }

  std::string path_;
  std::size_t rows_ = 5000;
  std::vector<std::size_t> dims_{2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};
  std::uint64_t seed_ = 1;
  bool json_ = false;
};

const bool registered = register_command<Crowding>(
    "crowding", "how near the nearest two of many vectors come: random ones by dimension, and a model's words");

}  // namespace
}  // namespace rowgrad
