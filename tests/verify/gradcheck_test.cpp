// The gradient check: every layer of the framework passes it, and layers that are wrong on purpose, each in one way
// that has been seen in real code, must all be caught. They live in a registry of their own, so that no config can name
// them. Two mistakes have no place here because they do not compile: assigning to a parameter's gradient, and writing
// to one that nobody needs.
#include "verify/gradcheck.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

enum class Mutation {
  none,
  missing_factor,
  overwrite,
  repeated_id_lost,
  missed_row,
  wrong_segment,
  unwritten_output,
  resized_output,
  unwritten_saved,
  early_return
};

// Twice the sum of each segment's rows.
template <Mutation M>
class BrokenSum : public Layer {
 public:
  static constexpr Input x{0, "rows"};
  static constexpr Saved scratch{0};

  ValueType output(const LayerInputs& in) const override {
    const ValueType& type = in.grouped(x);
    return {type.kind, type.space->group, type.width};
  }
  std::vector<std::string> examples() const override { return {R"({"input": "x"})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    Matrix<T>& out = f.output();
    if (M == Mutation::resized_output) resize(out, rows(out), columns(out) - 1);
    resize(f.saved(scratch), 1, columns(out));
    for (std::size_t s = 0; s < rows(out); ++s) {
      const auto [first, last] = f.batch().segment(*f.type(x).space, s);
      if (M == Mutation::unwritten_output && first == last) continue;
      std::fill_n(row(out, s), columns(out), T(0));
      for (std::size_t i = first; i < last; ++i)
        row_kernels<T>().axpy(T(2), row(f.input(x), i), row(out, s), columns(out));
      if (M == Mutation::unwritten_saved)
        row_kernels<T>().axpy(T(1), f.saved(scratch).data(), row(out, s), columns(out));
    }
  }

  template <class T>
  void backward(Backward<T>& b) const {
    Matrix<T>* dx = b.input_gradient(x);
    if (dx == nullptr) return;
    const Matrix<T>& g = b.gradient();
    for (std::size_t s = 0; s < rows(g); ++s) {
      const std::size_t from = M == Mutation::wrong_segment ? (s + 1) % rows(g) : s;
      const auto [first, last] = b.batch().segment(*b.type(x).space, s);
      for (std::size_t i = first; i < last; ++i) {
        if (M == Mutation::overwrite) std::fill_n(row(*dx, i), columns(g), T(0));
        row_kernels<T>().axpy(M == Mutation::missing_factor ? T(1) : T(2), row(g, from), row(*dx, i), columns(g));
      }
    }
  }
};

// A lookup with a wrong scatter.
template <Mutation M>
class BrokenEmbedding : public Layer {
 public:
  static constexpr Input ids{0, "ids"};
  static constexpr Param weight{0, "weight"};

  ValueType output(const LayerInputs& in) const override { return {Kind::real, in.ids(ids).space, 3}; }
  std::vector<ParameterSpec> parameters(const LayerInputs& in) const override {
    return {{weight, in.ids(ids).width, 3, {"normal", 1.0}}};
  }
  std::vector<std::string> examples() const override { return {R"({"input": "tokens"})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    for (std::size_t i = 0; i < f.ids(ids).size(); ++i)
      std::copy_n(row(f.parameter(weight), f.ids(ids)[i]), 3, row(f.output(), i));
  }

  template <class T>
  void backward(Backward<T>& b) const {
    std::vector<bool> seen(rows(b.parameter(weight)), false);
    for (std::size_t i = 0; i < b.ids(ids).size(); ++i) {
      const Id id = b.ids(ids)[i];
      if (M == Mutation::repeated_id_lost && seen[id]) continue;
      if (M == Mutation::missed_row && id == 6) continue;
      seen[id] = true;
      b.gradient(weight).add_row(M == Mutation::wrong_segment ? Id{5} : id, row(b.gradient(), i));
    }
  }
};

// The sum of two inputs.
template <Mutation M>
class BrokenAdd : public Layer {
 public:
  static constexpr Input left{0, "a"}, right{1, "b"};

  ValueType output(const LayerInputs& in) const override { return in.all_alike(); }
  std::vector<std::string> examples() const override { return {R"({"inputs": ["x", "y"]})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    xt::noalias(f.output()) = f.input(left) + f.input(right);
  }

  template <class T>
  void backward(Backward<T>& b) const {
    Matrix<T>*d_left = b.input_gradient(left), *d_right = b.input_gradient(right);
    if (M == Mutation::early_return && d_left == nullptr) return;
    if (d_left != nullptr) *d_left += b.gradient();
    if (d_right != nullptr) *d_right += b.gradient();
  }
};

// What the check says is wrong; empty if nothing.
template <class L>
std::string problem_of() {
  Registry<Layer> registry;
  registry.add("Broken", {"", [] { return std::make_unique<Registered<L>>(); }});
  for (const ExampleCheck& check : check_layer("Broken", registry)) {
    CHECK(!check.errors.empty());
    for (const GradientError& error : check.errors) {
      if (!error.problem.empty()) return error.name + ": " + error.problem;
    }
  }
  return {};
}

TEST_CASE("every registered layer's backward is the derivative of its forward") {
  const auto names = Registry<Layer>::instance().names();
  REQUIRE(names.size() >= 23);
  for (const std::string& name : names) {
    const auto checks = check_layer(name);
    INFO(name << " has no examples, so nothing checks its gradient");
    CHECK(!checks.empty());
    for (const ExampleCheck& check : checks) {
      INFO(name << " " << check.example);
      CHECK(!check.errors.empty());
      for (const GradientError& error : check.errors) {
        INFO(error.name << ": " << error.problem);
        CHECK(error.problem.empty());
        CHECK(error.checked > error.skipped);
      }
    }
  }
}

TEST_CASE("the unbroken originals of the broken layers pass the gradient check") {
  CHECK(problem_of<BrokenSum<Mutation::none>>() == "");
  CHECK(problem_of<BrokenEmbedding<Mutation::none>>() == "");
  CHECK(problem_of<BrokenAdd<Mutation::none>>() == "");
}

TEST_CASE("the gradient check catches a missing factor") {
  CHECK_THAT(problem_of<BrokenSum<Mutation::missing_factor>>(), Contains("input x: off by 5.0e-01"));
}

TEST_CASE("the gradient check catches overwriting instead of accumulating") {
  CHECK_THAT(problem_of<BrokenSum<Mutation::overwrite>>(), Contains("off by"));
}

TEST_CASE("the gradient check catches a repeated id whose gradient is lost") {
  CHECK_THAT(problem_of<BrokenEmbedding<Mutation::repeated_id_lost>>(), Contains("off by"));
}

TEST_CASE("the gradient check catches a row that backward misses") {
  CHECK_THAT(problem_of<BrokenEmbedding<Mutation::missed_row>>(), Contains("at row 6"));
}

TEST_CASE("the gradient check catches a gradient that goes to the wrong segment or row") {
  CHECK_THAT(problem_of<BrokenSum<Mutation::wrong_segment>>(), Contains("off by"));
  CHECK_THAT(problem_of<BrokenEmbedding<Mutation::wrong_segment>>(), Contains("off by"));
}

TEST_CASE("the gradient check says in words which output row forward does not write") {
  CHECK(problem_of<BrokenSum<Mutation::unwritten_output>>() ==
        "forward: row 1 of the output of \"layer\" is never written (column 0)");
}

TEST_CASE("the gradient check says in words that an output has the wrong shape") {
  CHECK(problem_of<BrokenSum<Mutation::resized_output>>() ==
        "forward: forward of \"layer\" makes its output 5 x 3, but by output() it is 5 x 4");
}

TEST_CASE("the gradient check catches a saved matrix that is read before it is written") {
  CHECK(problem_of<BrokenSum<Mutation::unwritten_saved>>() ==
        "forward: row 0 of the output of \"layer\" is NaN (column 0)");
}

TEST_CASE("the gradient check catches a layer that skips one gradient where nobody needs another") {
  CHECK(problem_of<BrokenAdd<Mutation::early_return>>() ==
        "input x: where nobody needs it, the gradient of input y changes");
}

}  // namespace
}  // namespace rowgrad
