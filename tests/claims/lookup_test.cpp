// What the chapter claims about rows: lookup, one-hots, numbering, which rows a step touches.
#include <cmath>
#include <numeric>
#include <set>

#include "tests/catch.hpp"
#include "tests/optim/trial.hpp"
#include "tests/small_model.hpp"

namespace rowgrad {
namespace {

const char* const lookup = R"([{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 3}])";

Matrix<double> one_hot(std::size_t vocab, const std::vector<Id>& ids) {
  auto m = zeros<double>(ids.size(), vocab);
  for (std::size_t i = 0; i < ids.size(); ++i) m(i, ids[i]) = 1.0;
  return m;
}

TEST_CASE("a lookup equals the one-hot times the matrix, forward and backward") {
  const std::vector<Id> ids{4, 0, 4, 2};
  SmallModel<> model(lookup, 5, ids, ids);
  auto& runner = model.runner();
  const auto hot = one_hot(5, ids);
  auto product = zeros<double>(4, 3);
  matmul(hot, model.parameter("embed.weight"), product, false);
  CHECK((model.forward("embed") == product));

  runner.clear();
  for (std::size_t i = 0; i < 12; ++i) runner.gradient("embed").data()[i] = Random(2).normal(i);
  runner.backward();
  auto gradient = zeros<double>(5, 3);
  matmul_tn(hot, runner.gradient("embed"), gradient, false);
  CHECK((runner.parameter_gradient("embed.weight").to_dense() == gradient));
}

TEST_CASE("any two one-hots are orthogonal, rows of a table are not") {
  // A table that starts as the identity: its rows are one-hots. Words 0 and 1 are then trained to have one successor,
  // 2 another.
  SmallModel<> model(R"([{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4},
                         {"name": "context", "layer": "Embedding", "input": "next", "weight": "embed.weight"},
                         {"name": "score", "layer": "Dot", "inputs": ["embed", "context"]},
                         {"name": "logits", "layer": "Linear", "input": "embed", "out": 4},
                         {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"]}])",
                     4, {0, 1, 2, 0}, {3, 3, 0, 0});
  Matrix<double>& table = model.parameter("embed.weight");
  table = one_hot(4, {0, 1, 2, 3});
  CHECK((model.forward("score") == matrix_of<double>({{0}, {0}, {0}, {1}})));  // 1 with itself, 0 with every other
  for (int step = 0; step < 300; ++step) {
    model.run();
    model.descend(0.1);
  }
  CHECK(row_cosine(table, 0, 1) > 0.2);
  CHECK(row_cosine(table, 1, 2) < 0);
}

TEST_CASE("words become ids, ids become rows, rows a matrix") {
  SmallModel<> model(lookup, 2, {1, 0}, {0, 0});
  const Matrix<double>& embed = model.forward("embed");
  const Matrix<double>& table = model.parameter("embed.weight");
  CHECK(rows(embed) == 2);
  CHECK(columns(embed) == 3);
  for (std::size_t j = 0; j < 3; ++j) {
    CHECK(embed(0, j) == table(1, j));
    CHECK(embed(1, j) == table(0, j));
  }
}

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

// The loss per word after training a classifier of three words, of which the word `odd_one` has a class of its own. The
// words go in as numbers, or by a table.
double trained_loss(Id odd_one, bool by_table) {
  const std::string table = R"({"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 2},)";
  const std::string model =
      "[" + (by_table ? table : "") + R"({"name": "logits", "layer": "Linear", "out": 3, "input": ")" +
      (by_table ? "embed" : "x") + R"("}, {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"]}])";
  std::vector<Id> classes(3, 0);
  classes[odd_one] = 1;
  SmallModel<> small(model, 3, {0, 1, 2}, classes, matrix_of<float>({{0}, {1}, {2}}));
  double loss = 0.0;
  for (int step = 0; step < 3000; ++step) {
    loss = small.run();
    small.descend(0.1);
  }
  return loss / 3.0;
}

TEST_CASE("ids fed in as magnitudes mislead: renumbering then changes what a model can say") {
  CHECK(trained_loss(/*odd_one=*/2, /*by_table=*/false) < 0.05);  // "larger than 1.5" tells it from the others
  CHECK(trained_loss(1, false) > 0.6);                            // nothing linear tells the middle one
  CHECK(trained_loss(2, true) < 0.05);
  CHECK(trained_loss(1, true) < 0.05);
}

TEST_CASE("only looked-up rows receive gradient: two of five rows, and the others are exactly zero") {
  SmallModel<> model(lookup, 5, {1, 3, 1}, {0, 0, 0});
  auto& runner = model.runner();
  runner.forward();
  runner.clear();
  runner.gradient("embed").fill(1.0);
  runner.backward();
  const auto& gradient = runner.parameter_gradient("embed.weight");
  CHECK(gradient.rows_touched() == 2);
  const auto dense = gradient.to_dense();
  for (const std::size_t untouched : {0, 2, 4}) {
    for (std::size_t j = 0; j < 3; ++j) CHECK(dense(untouched, j) == 0.0);
  }
  CHECK(dense(3, 0) == 1.0);
  CHECK(dense(1, 0) == 2.0);  // looked up twice: the contributions add up
}

TEST_CASE("1,024 tokens of 50,000 touch about 2 % of the rows at most") {
  std::vector<Id> tokens;  // about as often as words occur: the i-th most frequent one proportional to 1/i
  for (std::size_t i = 0; i < 1024; ++i) tokens.push_back(static_cast<Id>(std::pow(50000, Random(1).uniform(i))) - 1);
  SmallModel<float> model(R"([{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 2},
                              {"name": "h", "layer": "Linear", "input": "embed", "out": 2},
                              {"name": "loss", "layer": "SoftmaxCE", "inputs": ["h", "x"]}])",
                          50000, tokens, tokens, zeros<float>(1024, 2));
  model.run();
  auto& gradient = model.runner().parameter_gradient("embed.weight");
  const std::set<Id> distinct(tokens.begin(), tokens.end());
  CHECK(distinct.size() < 800);
  CHECK(gradient.rows_touched() == distinct.size());  // each once, however often it occurs
  std::size_t blocks = 0;
  gradient.for_each_block([&](std::size_t id, std::size_t count, const float*) {
    CHECK(count == 1);
    CHECK(distinct.contains(static_cast<Id>(id)));
    ++blocks;
  });
  CHECK(blocks == distinct.size());                                          // what the optimizer walks over
  CHECK(model.runner().parameter_gradient("h.weight").rows_touched() == 2);  // a dense one: all of its rows
}

// A table of three rows after 100 steps: row 0 has a gradient in all of them, row 1 in the first only, row 2 never.
Matrix<double> after_steps(const std::string& optimizer) {
  Trial trial(optimizer, 3, 2);
  const std::vector<double> g{0.5, -0.25};
  trial.step({{0, g}, {1, g}});
  for (int step = 1; step < 100; ++step) trial.step({{0, g}});
  return trial.parameters[0].value;
}

TEST_CASE("unused rows drift under dense AdamW and stay put under lazy") {
  const auto dense = after_steps(R"({"type": "AdamW", "lr": 0.01, "weight_decay": 0.1, "rows": "dense"})");
  const auto lazy = after_steps(R"({"type": "AdamW", "lr": 0.01, "weight_decay": 0.1, "rows": "lazy"})");
  CHECK(dense(2, 0) == Approx(std::pow(1.0 - 0.01 * 0.1, 100)));  // decay alone
  CHECK(lazy(2, 0) == 1.0);
  CHECK(dense(0, 0) < 0.9);
  CHECK(lazy(0, 0) == Approx(dense(0, 0)));
}

TEST_CASE("dense Adam moves a row that nobody looks up any more, lazy leaves it where its last step took it") {
  const auto dense = after_steps(R"({"type": "AdamW", "lr": 0.01, "weight_decay": 0, "rows": "dense"})");
  const auto lazy = after_steps(R"({"type": "AdamW", "lr": 0.01, "weight_decay": 0, "rows": "lazy"})");
  CHECK(lazy(1, 0) == Approx(0.99));  // one step of lr
  CHECK(dense(1, 0) < 0.96);          // momentum carried it on
}

TEST_CASE("tables start as N(0, 0.02²), He and Xavier would start them elsewhere") {
  const auto deviation = [](const Init& init) {
    const auto p = initialise<double>({{Param{0, "table"}, 1000, 300, init}}, Random(5));
    double squares = 0.0;
    for (const double x : p[0].value) squares += x * x;
    return std::sqrt(squares / 300000.0);
  };
  CHECK(deviation({"normal", 0.02}) == Approx(0.02).epsilon(0.01));
  CHECK(deviation({"he", 0}) == Approx(std::sqrt(2.0 / 300)).epsilon(0.01));
  CHECK(deviation({"xavier", 0}) == Approx(std::sqrt(2.0 / 1300)).epsilon(0.01));
  SmallModel<> model(lookup, 5, {0}, {0});
  CHECK(model.graph().parameters()[0].init.rule == "normal");
  CHECK(model.graph().parameters()[0].init.scale == 0.02);
}

TEST_CASE("in high dimension random vectors do not collide") {
  const auto largest_cosine = [](std::size_t d) {
    const auto p = initialise<double>({{Param{0, "table"}, 300, d, {"normal", 1.0}}}, Random(11));
    double largest = -1.0;
    for (std::size_t i = 0; i < 300; ++i) {
      for (std::size_t j = 0; j < i; ++j) largest = std::max(largest, row_cosine(p[0].value, i, j));
    }
    return largest;
  };
  CHECK(largest_cosine(2) > 0.9999);
  CHECK(largest_cosine(16) > 0.7);
  CHECK(largest_cosine(128) < 0.5);
  CHECK(largest_cosine(768) < 0.2);
}

}  // namespace
}  // namespace rowgrad
