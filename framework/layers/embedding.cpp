#include <algorithm>

#include "core/parallel.hpp"
#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// Lookup: output[i] = weight[ids[i]], which equals one-hot(ids) · weight without the multiplications. Backward scatters
// each output row's gradient to the row it came from; repeated ids accumulate and no other row is touched.
class Embedding : public Layer {
 public:
  void declare(Keys& keys) override {
    keys.add("dim", dim_, "columns of the table; taken from \"weight\" if that is borrowed");
    keys.add("weight", weight_, "borrow another layer's table, e.g. \"context.weight\", instead of owning one");
    keys.add("init", init_, "how the table starts; N(0, 0.02²) is GPT-2's and Llama's choice");
  }

  Signature output(const Wiring& in) const override {
    in.expect({"ids"});
    const Signature& ids = in.ids(0);
    const std::size_t dim = in.size(dim_, "dim");
    if (weight_.empty()) {
      if (dim == 0)
        in.fail("needs \"dim\", the number of columns of its table", "add \"dim\", or borrow a table with \"weight\"");
      return {Kind::rows, ids.domain, dim};
    }
    const auto shape = in.borrowed(weight_);
    if (shape.rows != ids.width) {
      in.fail(fmt::format("the borrowed \"{}\" has {} rows, but ids go up to {}", weight_, shape.rows, ids.width));
    }
    if (dim != 0 && dim != shape.columns)
      in.fail(fmt::format("dim is {}, but the borrowed \"{}\" has {} columns", dim, weight_, shape.columns),
              "remove \"dim\"");
    return {Kind::rows, ids.domain, shape.columns};
  }

  std::vector<ParameterSpec> parameters(const Wiring& in) const override {
    return {{"weight", in.ids(0).width, in.size(dim_, "dim"), init_, true, weight_}};
  }

  std::vector<std::size_t> rows_read(std::size_t) const override { return {0}; }

  std::vector<std::string> examples() const override { return {R"({"input": "tokens", "dim": 3})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    const auto ids = f.ids(0);
    const Matrix<T>& table = f.parameter(0);
    Matrix<T>& out = f.output();
    const std::size_t d = columns(out);
    // Rows are fetched from memory while earlier ones are copied: far ahead if they are short.
    const std::size_t ahead = std::clamp<std::size_t>(4096 / (d * sizeof(T)), 1, 32);
    parallel_for(ids.size(), rows_per_block(d), [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        const T* next = row(table, ids[std::min(i + ahead, last - 1)]);
        for (std::size_t j = 0; j < d; j += 64 / sizeof(T)) __builtin_prefetch(next + j);
        std::copy_n(row(table, ids[i]), d, row(out, i));
      }
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    b.parameter_gradient(0).refer_rows(b.ids(0), b.gradient().data());
  }

 private:
  static std::size_t rows_per_block(std::size_t d) { return std::max<std::size_t>(64, (std::size_t{1} << 14) / d); }

  Size dim_{std::size_t{0}};
  std::string weight_;
  Init init_{"normal", 0.02};
};

ROWGRAD_LAYER(Embedding, "rows of a table by id; its gradient touches only the rows that were looked up");

}  // namespace
}  // namespace rowgrad
