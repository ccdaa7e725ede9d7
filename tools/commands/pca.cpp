#include "analysis/pca.hpp"

#include <numeric>

#include "tools/categories_option.hpp"
#include "tools/messages.hpp"
#include "tools/numbers.hpp"
#include "tools/output.hpp"
#include "tools/vectors_options.hpp"

namespace rowgrad {
namespace {

class PcaCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    options_.declare(app);
    app.add_option("words", words_, "the words of the picture; none: the first --count");
    app.add_option("-n,--count", count_, "how many words, the most frequent first (default 500)")
        ->check(whole_number(1));
    categories_.declare(app, "a column with each word's");
    options_.declare_json(app);
    app.footer(
        "Examples:\n  rowgrad pca runs/sgns cat dog car truck apple pear > picture.csv\n"
        "  rowgrad pca runs/world --categories data/world.categories.tsv > picture.csv");
  }

  int run() override {
    const WordVectors vectors = options_.open();
    categories_.open(vectors);
    std::vector<Id> ids;
    for (const auto& word : words_) ids.push_back(vectors.id(word));
    if (words_.empty()) {
      ids.resize(std::min(count_, vectors.size()));
      std::iota(ids.begin(), ids.end(), Id{0});
    }
    Matrix<float> chosen;
    resize(chosen, ids.size(), vectors.dimension());
    for (std::size_t i = 0; i < ids.size(); ++i) std::ranges::copy(vectors.vector(ids[i]), row(chosen, i));
    const Pca pca(chosen, 2);
    if (options_.json())
      print_json(vectors, ids, pca);
    else
      print_csv(vectors, ids, pca);
    tell("the two components hold {:.1f} % and {:.1f} % of the variance\n", 100.0 * pca.explained(0),
         100.0 * pca.explained(1));
    return 0;
  }

 private:
  void print_csv(const WordVectors& vectors, const std::vector<Id>& ids, const Pca& pca) const {
    const Categories* const categories = categories_.get();
    fmt::print("word,x,y{}\n", categories == nullptr ? "" : ",category");
    for (const Id id : ids) {
      const auto p = pca.project(vectors.vector(id));
      fmt::print("{},{:.6g},{:.6g}{}\n", csv_field(vectors.word(id)), p[0], p[1],
                 categories == nullptr ? "" : "," + csv_field(categories->of(id)));
    }
  }
  void print_json(const WordVectors& vectors, const std::vector<Id>& ids, const Pca& pca) const {
    Json json{{"explained", {pca.explained(0), pca.explained(1)}}, {"points", Json::array()}};
    for (const Id id : ids) {
      const auto p = pca.project(vectors.vector(id));
      json["points"].push_back({{"word", vectors.word(id)}, {"x", p[0]}, {"y", p[1]}});
      if (categories_.get() != nullptr) json["points"].back()["category"] = categories_.get()->of(id);
    }
    fmt::print("{}\n", to_text(json, 2));
  }

  VectorsOptions options_;
  CategoriesOption categories_;
  std::vector<std::string> words_;
  std::size_t count_ = 500;
};

const bool registered =
    register_command<PcaCommand>("pca", "words in two dimensions as CSV: their first two principal components");

}  // namespace
}  // namespace rowgrad
