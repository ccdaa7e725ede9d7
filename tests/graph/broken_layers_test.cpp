// Mutation test of the gradient checker: layers that are wrong on purpose, each in one way that has been seen in real
// code, must all be caught. They live in a registry of their own, so that no config can name them.
#include "graph/gradcheck.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

enum class Mutation {
  none,
  missing_factor,
  overwrite,
  repeated_id_lost,
  missed_row,
  wrong_segment,
  unwritten_output,
  unwanted_written
};

// A copy of Sum with the wrong scale, segment or assignment.
template <Mutation M>
class BrokenSum : public Layer {
 public:
  Signature output(const Wiring& in) const override {
    const Signature& s = in.grouped(0);
    return {s.kind, s.domain->group, s.width};
  }
  std::vector<std::string> examples() const override { return {R"({"input": "x"})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    Matrix<T>& out = f.output();
    for (std::size_t s = 0; s < rows(out); ++s) {
      const auto [first, last] = f.batch().segment(*f.signature(0).domain, s);
      if (M == Mutation::unwritten_output && first == last) continue;
      std::fill_n(row(out, s), columns(out), T(0));
      for (std::size_t i = first; i < last; ++i)
        row_kernels<T>().axpy(T(2), row(f.input(0), i), row(out, s), columns(out));
    }
  }

  template <class T>
  void backward(Backward<T>& b) const {
    if (!b.wants(0)) return;
    const Matrix<T>& g = b.gradient();
    for (std::size_t s = 0; s < rows(g); ++s) {
      const std::size_t from = M == Mutation::wrong_segment ? (s + 1) % rows(g) : s;
      const auto [first, last] = b.batch().segment(*b.signature(0).domain, s);
      for (std::size_t i = first; i < last; ++i) {
        T* d = row(b.input_gradient(0), i);
        if (M == Mutation::overwrite) std::fill_n(d, columns(g), T(0));
        row_kernels<T>().axpy(M == Mutation::missing_factor ? T(1) : T(2), row(g, from), d, columns(g));
      }
    }
  }
};

// A copy of Embedding with a wrong scatter.
template <Mutation M>
class BrokenEmbedding : public Layer {
 public:
  Signature output(const Wiring& in) const override { return {Kind::rows, in.ids(0).domain, 3}; }
  std::vector<ParameterSpec> parameters(const Wiring& in) const override {
    return {{"weight", in.ids(0).width, 3, {"normal", 1.0}}};
  }
  std::vector<std::string> examples() const override { return {R"({"input": "tokens"})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    for (std::size_t i = 0; i < f.ids(0).size(); ++i)
      std::copy_n(row(f.parameter(0), f.ids(0)[i]), 3, row(f.output(), i));
  }

  template <class T>
  void backward(Backward<T>& b) const {
    std::vector<bool> seen(rows(b.parameter(0)), false);
    for (std::size_t i = 0; i < b.ids(0).size(); ++i) {
      const Id id = b.ids(0)[i];
      if (M == Mutation::repeated_id_lost && seen[id]) continue;
      if (M == Mutation::missed_row && id == 6) continue;
      if (M == Mutation::overwrite && b.parameter_gradient(0).rows_touched() > 0) b.parameter_gradient(0).clear();
      seen[id] = true;
      b.parameter_gradient(0).add_row(M == Mutation::wrong_segment ? Id{5} : id, row(b.gradient(), i));
    }
  }
};

// The sum of two inputs that adds to both gradients whether they are wanted or not.
template <Mutation M>
class BrokenAdd : public Layer {
 public:
  Signature output(const Wiring& in) const override { return in.rows(0); }
  std::vector<std::string> examples() const override { return {R"({"inputs": ["x", "y"]})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    xt::noalias(f.output()) = f.input(0) + f.input(1);
  }

  template <class T>
  void backward(Backward<T>& b) const {
    for (const std::size_t i : {0, 1}) {
      if (b.wants(i) || M == Mutation::unwanted_written) b.input_gradient(i) += b.gradient();
    }
  }
};

template <class L>
bool caught() {
  Registry<Layer> registry;
  registry.add("Broken", {"", [] { return std::make_unique<Registered<L>>(); }});
  for (const ExampleCheck& check : check_layer("Broken", registry)) {
    for (const GradientError& error : check.errors) {
      if (!error.problem.empty()) return true;
    }
  }
  return false;
}

TEST_CASE("the unbroken originals of the broken layers pass the gradient check") {
  CHECK(!caught<BrokenSum<Mutation::none>>());
  CHECK(!caught<BrokenEmbedding<Mutation::none>>());
  CHECK(!caught<BrokenAdd<Mutation::none>>());
}

TEST_CASE("the gradient check catches a missing factor") { CHECK(caught<BrokenSum<Mutation::missing_factor>>()); }

TEST_CASE("the gradient check catches overwriting instead of accumulating") {
  CHECK(caught<BrokenSum<Mutation::overwrite>>());
  CHECK(caught<BrokenEmbedding<Mutation::overwrite>>());
}

TEST_CASE("the gradient check catches a repeated id whose gradient is lost") {
  CHECK(caught<BrokenEmbedding<Mutation::repeated_id_lost>>());
}

TEST_CASE("the gradient check catches a row that backward misses") {
  CHECK(caught<BrokenEmbedding<Mutation::missed_row>>());
}

TEST_CASE("the gradient check catches a gradient that goes to the wrong segment or row") {
  CHECK(caught<BrokenSum<Mutation::wrong_segment>>());
  CHECK(caught<BrokenEmbedding<Mutation::wrong_segment>>());
}

TEST_CASE("the gradient check catches an output row that forward does not write") {
  CHECK(caught<BrokenSum<Mutation::unwritten_output>>());
}

TEST_CASE("the gradient check catches writing to a gradient that nobody wants") {
  CHECK(caught<BrokenAdd<Mutation::unwanted_written>>());
}

}  // namespace
}  // namespace rowgrad
