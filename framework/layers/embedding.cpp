#include <algorithm>

#include "core/parallel.hpp"
#include "graph/layer.hpp"
#include "graph/weight.hpp"

namespace rowgrad {
namespace {

// Lookup: y[i] = weight[ids[i]], which equals one-hot(ids) · weight without the multiplications. Backward adds each
// row of g to the gradient of the row it came from: repeated ids accumulate, and no other row is touched.
class Embedding : public Layer {
 public:
  static constexpr Input ids{0, "ids"};
  static constexpr Param weight{0, "weight"};

  void declare(Keys& keys) override {
    keys.add("dim", dim_, "columns of the table; taken from \"weight\" if that is borrowed");
    weight_.declare(keys, "borrow another layer's table, e.g. \"context.weight\", instead of owning one",
                    "how the table starts; N(0, 0.02²) is GPT-2's and Llama's choice");
    keys.add("table", table_, "whether each of several ranks has all rows, or some of them and asks others for theirs")
        .one_of({"replicated", "sharded"});
  }

  ValueType output(const LayerInputs& in) const override {
    in.expect(ids);
    return {Kind::real, in.ids(ids).space, table(in).columns};
  }

  std::vector<ParameterSpec> parameters(const LayerInputs& in) const override { return {table(in)}; }
  std::vector<Input> rows_read(Param) const override { return {ids}; }
  bool looks_up() const override { return true; }

  std::vector<std::string> examples() const override {
    return {R"({"input": "tokens", "dim": 3})", R"({"input": "tokens", "weight": "table.weight"})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    const std::span<const Id> looked_up = f.places(ids);
    const Matrix<T>& rows_by_id = f.parameter(weight);
    Matrix<T>& y = f.output();
    const std::size_t d = columns(y);
    // Rows are fetched from memory while earlier ones are copied: far ahead if they are short.
    const std::size_t ahead = std::clamp<std::size_t>(4096 / (d * sizeof(T)), 1, 32);
    parallel_for(looked_up.size(), block_rows(4 * d), [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        const T* next = row(rows_by_id, looked_up[std::min(i + ahead, last - 1)]);
        for (std::size_t j = 0; j < d; j += 64 / sizeof(T)) __builtin_prefetch(next + j);
        std::copy_n(row(rows_by_id, looked_up[i]), d, row(y, i));
      }
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    if (!b.in_place()) return b.gradient(weight).refer_rows(b.places(ids), b.gradient().data());
    const RowSpace& space = *b.type().space;
    for (std::size_t s = 0; s < rows(b.gradient()); ++s) {
      const auto [first, last] = b.batch().segment(space, s);
      b.gradient(weight).refer_row(b.places(ids).subspan(first, last - first), row(b.gradient(), s));
    }
  }

 private:
  ParameterSpec table(const LayerInputs& in) const {
    ParameterSpec spec =
        weight_.spec(weight, in, Weight::number_of_ids(in.ids(ids).width), Weight::key("dim", in.size(dim_, "dim")));
    spec.sharded = table_ == "sharded";
    return spec;
  }

  Size dim_{std::size_t{0}};
  Weight weight_{Init{"normal", 0.02}};
  std::string table_ = "replicated";
};

ROWGRAD_LAYER(Embedding, "rows of a table by id; its gradient touches only the rows that were looked up");

}  // namespace
}  // namespace rowgrad
