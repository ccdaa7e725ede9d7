#include "models/word2vec/noise.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "run/run_directory.hpp"
#include "tools/command.hpp"
#include "tools/numbers.hpp"
#include "tools/output.hpp"
#include "tools/table.hpp"

namespace rowgrad {
namespace {

class Noise : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("vocabulary", path_, "a run directory, or a file of word<TAB>count lines such as its vocab.txt")
        ->required();
    app.add_option("words", words_, "words to show on their own");
    app.add_option("--exponents", exponents_, "noise is proportional to count to each of these powers (0 0.75 1)")
        ->check(finite_number(10));  // as data.noise_exponent has it
    app.add_option("--draws", draws_, "noise words to draw for each exponent (default 100000)")
        ->check(whole_number(1, 1000000000));
    app.add_option("--seed", seed_, "of the draws (default 1)")->check(whole_number(0));
    app.add_flag("--json", json_, "machine-readable");
    app.footer(
        "Beside each share that the distribution gives stands the share of the draws that were made, with the sampler\n"
        "that training uses.\n"
        "Examples:\n  rowgrad noise runs/sgns the cat\n  rowgrad noise vocab.txt --exponents 0 0.5 0.75 1");
  }

  int run() override {
    const Vocabulary vocabulary = open();
    const std::vector<Id> ids = find(vocabulary);
    const Random random = Random(seed_).stream("negatives");
    std::vector<NoiseProfile> profiles;
    for (const double exponent : exponents_)
      profiles.push_back(profile_noise(vocabulary, exponent, draws_, random, ids));
    if (json_)
      fmt::print("{}\n", to_text(to_json(profiles, vocabulary), 2));
    else
      print(profiles, vocabulary, ids);
    return 0;
  }

 private:
  Vocabulary open() const {
    const std::filesystem::path path(path_);
    const bool is_folder = std::filesystem::is_directory(path);
    if (is_folder) RunDirectory(path).require_run();
    Vocabulary vocabulary = Vocabulary::load(is_folder ? RunDirectory(path).vocabulary() : path,
                                             "give a run, or lines of a word, a tab and its count");
    vocabulary.sort();
    if (vocabulary.size() == 0) throw input_error(path_, "expected words that were counted, found none");
    return vocabulary;
  }

  std::vector<Id> find(const Vocabulary& vocabulary) const {
    std::vector<Id> ids;
    for (const std::string& word : words_) {
      const auto id = vocabulary.find(word);
      if (!id) throw input_error(fmt::format("\"{}\"", word), "is not among the words of " + path_);
      ids.push_back(*id);
    }
    return ids;
  }

  static Json to_json(const NoiseShare& share) { return {{"expected", share.expected}, {"drawn", share.drawn}}; }

  Json to_json(const std::vector<NoiseProfile>& profiles, const Vocabulary& vocabulary) const {
    Json json{{"words", vocabulary.size()}, {"draws", draws_}, {"exponents", Json::array()}};
    for (const NoiseProfile& p : profiles) {
      Json words = Json::object();
      for (std::size_t i = 0; i < words_.size(); ++i) words[words_[i]] = to_json(p.words[i]);
      json["exponents"].push_back({{"exponent", p.exponent},
                                   {"most_frequent", to_json(p.most_frequent)},
                                   {"ten_most_frequent", to_json(p.ten_most_frequent)},
                                   {"rarest_half", to_json(p.rarest_half)},
                                   {"words", std::move(words)}});
    }
    return json;
  }

  void print(const std::vector<NoiseProfile>& profiles, const Vocabulary& vocabulary,
             const std::vector<Id>& ids) const {
    const auto total = static_cast<double>(vocabulary.total());
    std::vector<Table::Column> columns{{"% of"}, {"the text", Table::Align::right}};
    for (const NoiseProfile& p : profiles) {
      columns.push_back({fmt::format("exponent {}", p.exponent), Table::Align::right});
      columns.push_back({"drawn", Table::Align::right});
    }
    Table table(std::move(columns));
    // One line: the words from `first` to `last`, and where each profile has them.
    const auto add = [&](std::string name, std::size_t first, std::size_t last, auto&& of) {
      double count = 0;
      for (std::size_t id = first; id < last; ++id) count += static_cast<double>(vocabulary.count(static_cast<Id>(id)));
      std::vector<std::string> cells{std::move(name), percent(count / total)};
      for (const NoiseProfile& p : profiles) {
        cells.push_back(percent(of(p).expected));
        cells.push_back(percent(of(p).drawn));
      }
      table.add(std::move(cells));
    };
    const std::size_t v = vocabulary.size(), ten = std::min<std::size_t>(10, v);
    add(fmt::format("the most frequent word, {}", printable(vocabulary.token(0))), 0, 1,
        [](const NoiseProfile& p) { return p.most_frequent; });
    add(fmt::format("the {} most frequent", ten), 0, ten, [](const NoiseProfile& p) { return p.ten_most_frequent; });
    add(fmt::format("the rarest half, {} words", v / 2), v - v / 2, v,
        [](const NoiseProfile& p) { return p.rarest_half; });
    for (std::size_t i = 0; i < ids.size(); ++i)
      add(printable(words_[i]), ids[i], ids[i] + std::size_t{1}, [i](const NoiseProfile& p) { return p.words[i]; });
    fmt::print("noise ∝ count^exponent over {} words, {} draws each\n{}", v, draws_, table.text());
  }

  static std::string percent(double share) { return fmt::format("{:.2f}", 100.0 * share); }

  std::string path_;
  std::vector<std::string> words_;
  std::vector<double> exponents_{0, 0.75, 1};
  std::size_t draws_ = 100000, seed_ = 1;
  bool json_ = false;
};

const bool registered = register_command<Noise>("noise", "what negatives of noise exponents 0, 0.75 and 1 are drawn");

}  // namespace
}  // namespace rowgrad
