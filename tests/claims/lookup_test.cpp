// What the chapter claims about rows: lookup, one-hots, numbering, which rows a step touches.
#include <cmath>
#include <numeric>
#include <set>

#include "config/catalogue.hpp"
#include "tests/catch.hpp"
#include "tests/claims/small_model.hpp"

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
  auto& probe = model.probe();
  probe.forward();
  const auto hot = one_hot(5, ids);
  auto product = zeros<double>(4, 3);
  matmul(hot, model.parameter("embed.weight"), product, false);
  CHECK((probe.value("embed") == product));

  probe.clear();
  for (std::size_t i = 0; i < 12; ++i) probe.gradient("embed").data()[i] = Random(2).normal(i);
  probe.backward();
  auto gradient = zeros<double>(5, 3);
  matmul_tn(hot, probe.gradient("embed"), gradient, false);
  CHECK((probe.parameter_gradient("embed.weight").to_dense() == gradient));
}

TEST_CASE("any two one-hots are orthogonal, rows of a table are not") {
  std::vector<Id> all(20);
  std::iota(all.begin(), all.end(), Id{0});
  const auto hot = one_hot(20, all);
  auto products = zeros<double>(20, 20);
  matmul_nt(hot, hot, products, false);
  CHECK((products == hot));  // the identity: 1 with itself, 0 with every other

  SmallModel<> model(lookup, 20, all, all);
  auto cosines = zeros<double>(20, 20);
  matmul_nt(model.parameter("embed.weight"), model.parameter("embed.weight"), cosines, false);
  CHECK(cosines(3, 7) != 0.0);
}

TEST_CASE("words become ids, ids become rows, rows a matrix") {
  SmallModel<> model(lookup, 2, {0, 1}, {0, 0});  // "Hello world"
  model.probe().forward();
  CHECK(rows(model.probe().value("embed")) == 2);
  CHECK(columns(model.probe().value("embed")) == 3);
  CHECK((model.probe().value("embed") == model.parameter("embed.weight")));
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

TEST_CASE("ids fed in as magnitudes mislead: renumbering then changes what a model can say") {
  // With one number per word, a linear model must order words by it; with a row per word it need not.
  auto ids = zeros<float>(3, 1);
  ids(1, 0) = 1;
  ids(2, 0) = 2;
  const std::string model = R"([{"name": "logits", "layer": "Linear", "input": "INPUT", "out": 3},
                                {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"]}])";
  const auto trained_loss = [&](std::string text, bool embed) {
    text.replace(text.find("INPUT"), 5, embed ? "embed" : "x");
    if (embed) text.insert(1, R"({"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 2},)");
    SmallModel<> small(text, 3, {0, 1, 2}, {0, 1, 0}, ids);  // the word in the middle is the odd one out
    double loss = 0.0;
    for (int step = 0; step < 3000; ++step) {
      loss = small.run();
      small.descend(0.1);
    }
    return loss / 3.0;
  };
  CHECK(trained_loss(model, false) > 0.6);
  CHECK(trained_loss(model, true) < 0.05);
}

TEST_CASE("only looked-up rows receive gradient: two of five rows, and the others are exactly zero") {
  SmallModel<> model(lookup, 5, {1, 3, 1}, {0, 0, 0});
  model.probe().forward();
  model.probe().clear();
  model.probe().gradient("embed").fill(1.0);
  model.probe().backward();
  const auto& gradient = model.probe().parameter_gradient("embed.weight");
  CHECK(gradient.rows_touched() == 2);
  const auto dense = gradient.to_dense();
  for (const std::size_t untouched : {0, 2, 4}) {
    for (std::size_t j = 0; j < 3; ++j) CHECK(dense(untouched, j) == 0.0);
  }
  CHECK(dense(3, 0) == 1.0);
  CHECK(dense(1, 0) == 2.0);  // looked up twice: the contributions add up
}

TEST_CASE("1,024 tokens of 50,000 touch about 2 % of the rows at most") {
  Gradient<float> gradient(50000, 2);
  const float g[2] = {1, 1};
  for (std::size_t i = 0; i < 1024; ++i) gradient.add_row(static_cast<Id>(Random(1).below(i, 50000)), g);
  CHECK(gradient.rows_touched() <= 1024);
  CHECK(static_cast<double>(gradient.rows_touched()) / 50000 < 0.0205);
}

// A table of which only row 0 ever has a gradient, after 100 steps.
Matrix<double> after_steps(const std::string& optimizer) {
  const auto rule = read_section<Rule>("optimizer", Json::parse(optimizer), {"test", "/optimizer"});
  Parameters<double> parameters{{{"table", 3, 2, {}}, zeros<double>(3, 2)}};
  parameters[0].value.fill(1.0);
  Optimizer<double> optimizer_state(*rule, {parameters[0].spec});
  std::vector<Gradient<double>> gradients{{3, 2}};
  const double g[2] = {0.5, -0.25};
  for (int step = 0; step < 100; ++step) {
    gradients[0].clear();
    gradients[0].add_row(0, g);
    if (step == 0) gradients[0].add_row(1, g);  // row 1 once, row 2 never
    optimizer_state.step(parameters, gradients, rule->lr());
  }
  return parameters[0].value;
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
    const auto p = initialise<double>({{"table", 1000, 300, init}}, Random(5));
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
  const auto nearest_pair = [](std::size_t d) {
    const auto p = initialise<double>({{"table", 300, d, {"normal", 1.0}}}, Random(11));
    const Matrix<double>& v = p[0].value;
    double nearest = -1.0;
    const auto dot = [&](std::size_t i, std::size_t j) { return row_kernels<double>().dot(row(v, i), row(v, j), d); };
    for (std::size_t i = 0; i < 300; ++i) {
      for (std::size_t j = 0; j < i; ++j) nearest = std::max(nearest, dot(i, j) / std::sqrt(dot(i, i) * dot(j, j)));
    }
    return nearest;  // the largest cosine among all pairs
  };
  CHECK(nearest_pair(2) > 0.9999);
  CHECK(nearest_pair(16) > 0.7);
  CHECK(nearest_pair(128) < 0.5);
  CHECK(nearest_pair(768) < 0.2);
}

TEST_CASE("tying GPT-2 small's two ends saves 38.6 million weights") {
  const auto count = [](bool tied) {
    const std::string weight = tied ? R"("weight": "embed.weight")" : R"("out": 50257)";
    SmallModel<> model(R"([{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 8},
                           {"name": "logits", "layer": "Linear", "input": "embed", "bias": false, )" +
                           weight + "}]",
                       50257, {0}, {0});
    return model.graph().parameter_count();
  };
  CHECK((count(false) - count(true)) * 768 / 8 == 38597376);
}

}  // namespace
}  // namespace rowgrad
