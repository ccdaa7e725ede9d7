// What the chapter claims about ids: they are names. Another numbering of the vocabulary permutes a table's rows and
// changes nothing else; a model that is fed ids as magnitudes becomes another model.
#include "analysis/table_lookup.hpp"
#include "tests/catch.hpp"
#include "tests/small_model.hpp"

namespace rowgrad {
namespace {

// Trains a bigram for some steps; ids and the rows they start from are renumbered by `number`.
struct Renumbered {
  std::vector<double> losses;
  Matrix<double> table, output;

  explicit Renumbered(const std::vector<Id>& number) {
    const std::size_t vocab = number.size();
    const std::vector<Id> tokens{0, 3, 1, 3, 2, 5}, next{3, 1, 3, 2, 5, 0};
    std::vector<Id> new_tokens, new_next;
    for (const Id id : tokens) new_tokens.push_back(number[id]);
    for (const Id id : next) new_next.push_back(id);  // the classes keep their numbers: they are another vocabulary
    SmallModel<> model(R"([
      {"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4, "init": {"normal": 0.5}},
      {"name": "logits", "layer": "Linear", "input": "embed", "out": 6},
      {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"]}])",
                       vocab, new_tokens, new_next);
    const Matrix<double> start = model.parameter("embed.weight");
    for (std::size_t id = 0; id < vocab; ++id)
      std::copy_n(row(start, id), 4, row(model.parameter("embed.weight"), number[id]));
    for (int step = 0; step < 20; ++step) {
      losses.push_back(model.run());
      model.descend(0.1);
    }
    table = model.parameter("embed.weight");
    output = model.parameter("logits.weight");
  }
};

TEST_CASE("renumbering the vocabulary permutes the rows and changes nothing else") {
  const std::vector<Id> number{4, 2, 0, 5, 1, 3};
  const Renumbered original({0, 1, 2, 3, 4, 5}), renumbered(number);
  CHECK(original.losses == renumbered.losses);
  CHECK((original.output == renumbered.output));
  for (std::size_t id = 0; id < number.size(); ++id) {
    for (std::size_t j = 0; j < 4; ++j) CHECK(original.table(id, j) == renumbered.table(number[id], j));
  }
}

TEST_CASE("renumbered, a table's permuted rows give the same output and gradient, ids as magnitudes another") {
  const TableLookup lookup = look_up(fresh_table(5, 3, 1), {1, 3, 1});
  const Renumbering r = renumber(lookup, {3, 0, 4, 1, 2}, 1);
  CHECK(r.after.ids == std::vector<Id>{0, 1, 0});
  CHECK((r.after.looked_up == lookup.looked_up));
  CHECK((r.after.gradient == permuted_rows(lookup.gradient, r.number)));
  CHECK_FALSE((r.after.gradient == lookup.gradient));
  // Linear: 1 and 3 are two steps apart, 0 and 1 are one.
  const float apart_before = r.as_number_before(1, 0) - r.as_number_before(0, 0);
  const float apart_after = r.as_number_after(1, 0) - r.as_number_after(0, 0);
  CHECK(apart_after != 0.0F);
  CHECK(apart_before == Approx(2.0F * apart_after));
}

// The loss per word after training a classifier of three words, the second of which has a class of its own. Word i has
// the id number[i], which goes in as a number, or by a table.
double trained_loss(const std::vector<Id>& number, bool by_table) {
  const std::string table = R"({"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 2},)";
  const std::string model =
      "[" + (by_table ? table : "") + R"({"name": "logits", "layer": "Linear", "out": 3, "input": ")" +
      (by_table ? "embed" : "x") + R"("}, {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"]}])";
  auto numbers = zeros<float>(3, 1);
  for (std::size_t i = 0; i < 3; ++i) numbers(i, 0) = static_cast<float>(number[i]);
  SmallModel<> small(model, 3, number, /*classes=*/{0, 1, 0}, numbers);
  double loss = 0.0;
  for (int step = 0; step < 3000; ++step) {
    loss = small.run();
    small.descend(0.1);
  }
  return loss / 3.0;
}

TEST_CASE("ids fed in as magnitudes mislead: renumbering the same words changes what a model can learn") {
  CHECK(trained_loss({0, 1, 2}, /*by_table=*/false) > 0.6);  // nothing linear tells the middle one from the others
  CHECK(trained_loss({0, 2, 1}, false) < 0.05);              // "larger than 1.5" does
  CHECK(trained_loss({0, 1, 2}, true) < 0.05);
  CHECK(trained_loss({0, 2, 1}, true) < 0.05);
}

}  // namespace
}  // namespace rowgrad
