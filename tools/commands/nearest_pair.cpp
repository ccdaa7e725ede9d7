#include "analysis/nearest_pair.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "tools/numbers.hpp"
#include "tools/output.hpp"
#include "tools/vectors_options.hpp"

namespace rowgrad {
namespace {

double degrees(double cosine) { return std::acos(std::min(1.0, cosine)) * 180.0 / std::numbers::pi; }

// The nearest pair of one set of vectors.
struct PairLine {
  std::string vectors;  // "random" or "words"
  std::size_t rows, dimension;
  float cosine;
  double expected;                 // the cosine of as many random vectors
  std::vector<std::string> words;  // the two, if they are words
};

Json to_json(const PairLine& line) {
  Json json{{"vectors", line.vectors},         {"rows", line.rows},
            {"dimension", line.dimension},     {"cosine", line.cosine},
            {"degrees", degrees(line.cosine)}, {"expected", line.expected}};
  if (!line.words.empty()) json["words"] = line.words;
  return json;
}

PairLine random_pair(std::size_t rows, std::size_t dimension, const Random& random) {
  const NearestPair pair = nearest_pair(random_directions(rows, dimension, random));
  return {"random", rows, dimension, pair.cosine, expected_highest_cosine(rows, dimension), {}};
}

PairLine word_pair(const WordVectors& vectors, std::size_t rows) {
  const std::size_t n = std::min(rows, vectors.size());
  Matrix<float> first;
  resize(first, n, vectors.dimension());
  for (std::size_t i = 0; i < n; ++i) std::ranges::copy(vectors.unit(static_cast<Id>(i)), row(first, i));
  const NearestPair pair = nearest_pair(first);
  return {"words",
          n,
          vectors.dimension(),
          pair.cosine,
          expected_highest_cosine(n, vectors.dimension()),
          {vectors.word(static_cast<Id>(pair.first)), vectors.word(static_cast<Id>(pair.second))}};
}

class NearestPairCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("vectors", path_, "a run directory or a file of word vectors to set beside random ones");
    app.add_option("-n,--rows", rows_, "how many random vectors (default 5000)")->check(whole_number(2, 100000));
    app.add_option("--dims", dims_, "dimensions (default 2 4 8 … 1024)")->check(whole_number(1, 65536));
    app.add_option("--seed", seed_, "seed of the random vectors");
    app.add_flag("--json", json_, "machine-readable");
    app.footer(
        "How near the nearest two of many random vectors come, by dimension: the room there is for words.\n"
        "Examples:\n  rowgrad nearest-pair\n  rowgrad nearest-pair runs/sgns --rows 50000 --dims 2 100 300");
  }

  int run() override {
    std::vector<PairLine> lines;
    for (const std::size_t d : dims_) lines.push_back(random_pair(rows_, d, Random(seed_).stream(d)));
    if (!path_.empty()) {
      const WordVectors vectors = WordVectors::open(path_);
      warn(vectors.notes());
      lines.push_back(word_pair(vectors, rows_));
    }
    if (json_)
      print_json(lines);
    else
      print(lines);
    return 0;
  }

 private:
  static void print_json(const std::vector<PairLine>& lines) {
    Json list = Json::array();
    for (const PairLine& line : lines) list.push_back(to_json(line));
    fmt::print("{}\n", to_text(list, 2));
  }
  static void print(const std::vector<PairLine>& lines) {
    fmt::print("{:<10} {:>8} {:>10} {:>12} {:>9} {:>10}\n", "vectors", "rows", "dimension", "nearest cos", "degrees",
               "about");
    for (const PairLine& l : lines) {
      fmt::print("{:<10} {:>8} {:>10} {:>12.4f} {:>9.2f} {:>10.4f}{}\n", l.vectors, l.rows, l.dimension, l.cosine,
                 degrees(l.cosine), l.expected, l.words.empty() ? "" : fmt::format("  {} {}", l.words[0], l.words[1]));
    }
  }

  std::string path_;
  std::size_t rows_ = 5000;
  std::vector<std::size_t> dims_{2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};
  std::uint64_t seed_ = 1;
  bool json_ = false;
};

const bool registered = register_command<NearestPairCommand>(
    "nearest-pair", "how near the nearest two of many vectors come: random ones by dimension, and a model's words");

}  // namespace
}  // namespace rowgrad
