#include <cmath>

#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// Cross-entropy of softmax(h·Wᵀ + b) against a label without computing every logit: in training, the sum over classes
// is estimated from k classes S drawn at random with the batch (Bengio & Senécal 2008; Jean et al. 2015),
//
//   Σ_j exp(s_j)  ≈  exp(s_y) + Σ_{j ∈ S, j ≠ y} exp(s_j) / (k Q(j)),
//
// that is, a sampled logit is corrected by − log(k Q(j)), its expected number of draws. The label itself is there with
// certainty and needs no correction; a sample that happens to be the label is masked. The estimate of the sum is
// unbiased, so the loss tends to the full one as k grows. Only the rows of labels and samples are read and receive
// gradient, so a table borrowed as W (tied) stays row-sparse whatever its size. Evaluation computes the full softmax,
// and its gradient if one is asked for.
class SampledSoftmaxCE : public Layer {
 public:
  void declare(Keys& keys) override {
    keys.add("weight", weight_, "borrow another layer's table (classes x width), e.g. \"embed.weight\": tying");
    keys.add("bias", bias_, "add a bias of its own, which starts at zero");
    keys.add("init", init_, "how the weight starts");
  }

  Signature output(const Wiring& in) const override {
    in.expect({"rows", "label", "sampled"});
    const Signature& x = in.rows(0);
    const std::size_t classes = in.ids(1).width;
    in.same_domain(0, 1);
    if (in.samples(2).width != classes)
      in.fail(fmt::format("samples are below {}, but labels below {}", in[2].width, classes));
    if (!weight_.empty()) {
      const auto shape = in.borrowed(weight_);
      if (shape.rows != classes || shape.columns != x.width) {
        in.fail(fmt::format("the borrowed \"{}\" is {} x {}, expected {} x {} (classes x width of the input)", weight_,
                            shape.rows, shape.columns, classes, x.width));
      }
    }
    return {Kind::loss, x.domain, 1};
  }

  std::vector<ParameterSpec> parameters(const Wiring& in) const override {
    std::vector<ParameterSpec> specs{{"weight", in[1].width, in[0].width, init_, true, weight_}};
    if (bias_) specs.push_back({"bias", in[1].width, 1, {"zeros"}, true});  // a column: row-sparse like the weight
    return specs;
  }

  std::vector<std::size_t> rows_read(std::size_t) const override { return {1, 2}; }

  std::vector<std::string> examples() const override {
    return {R"({"inputs": ["x", "tokens", "sampled"]})",
            R"({"inputs": ["x", "tokens", "sampled"], "weight": "table.weight", "bias": false})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    if (f.training())
      sampled_forward(f);
    else
      full_forward(f);
  }

  template <class T>
  void backward(Backward<T>& b) const {
    if (!b.training()) return full_backward(b);
    const Matrix<T>& p = b.kept(probabilities);  // (rows x 1 + k), the label's first
    const Matrix<T>& sampled_rows = b.kept(weights);
    const Matrix<T>& x = b.input(0);
    const std::size_t k = columns(p) - 1, d = columns(x);
    const auto& kernel = row_kernels<T>();
    Matrix<T>& d_scores = b.kept(scores);  // (rows x k)
    Gradient<T>& d_weight = b.parameter_gradient(0);
    for (std::size_t i = 0; i < rows(x); ++i) {
      const T g = b.gradient().data()[i];
      const Id label = b.ids(1)[i];
      const T d_label = g * (row(p, i)[0] - T(1));
      kernel.scaled_copy(g, row(p, i) + 1, row(d_scores, i), k);
      d_weight.add_row(label, row(x, i), d_label);
      if (bias_) b.parameter_gradient(1).add_row(label, &d_label);
      if (b.wants(0)) kernel.axpy(d_label, row(b.parameter(0), label), row(b.input_gradient(0), i), d);
    }
    if (b.wants(0)) matmul(d_scores, sampled_rows, b.input_gradient(0), /*accumulate=*/true);
    Matrix<T> d_sampled;
    resize(d_sampled, k, d);
    matmul_tn(d_scores, x, d_sampled, /*accumulate=*/false);
    d_weight.add_rows(b.ids(2), d_sampled.data());
    if (!bias_) return;
    for (std::size_t j = 0; j < k; ++j) {
      T sum = 0;
      for (std::size_t i = 0; i < rows(x); ++i) sum += row(d_scores, i)[j];
      b.parameter_gradient(1).add_row(b.ids(2)[j], &sum);
    }
  }

 private:
  enum Slot : std::size_t { probabilities, weights, scores };
  static constexpr std::size_t rows_per_block = 64;  // of a full softmax

  template <class T>
  T bias(Forward<T>& f, Id id) const {
    return bias_ ? f.parameter(1).data()[id] : T(0);
  }

  template <class T>
  void sampled_forward(Forward<T>& f) const {
    const Matrix<T>& x = f.input(0);
    const Matrix<T>& table = f.parameter(0);
    const auto labels = f.ids(1), samples = f.ids(2);
    const std::size_t k = samples.size(), d = columns(x);
    Matrix<T>& sampled_rows = f.keep(weights);
    Matrix<T>& s = f.keep(scores);
    Matrix<T>& p = f.keep(probabilities);
    resize(sampled_rows, k, d);
    resize(s, rows(x), k);
    resize(p, rows(x), 1 + k);
    for (std::size_t j = 0; j < k; ++j) std::copy_n(row(table, samples[j]), d, row(sampled_rows, j));
    matmul_nt(x, sampled_rows, s, /*accumulate=*/false);
    std::vector<T> shift;  // of the sampled logits: bias less the log of the expected number of draws
    for (const Id id : samples) {
      const double draws = std::log(static_cast<double>(k)) + (*f.signature(2).log_probability)[id];
      shift.push_back(bias(f, id) - static_cast<T>(draws));
    }
    for (std::size_t i = 0; i < rows(x); ++i) {
      T* logits = row(p, i);
      const T of_label = row_kernels<T>().dot(row(x, i), row(table, labels[i]), d) + bias(f, labels[i]);
      logits[0] = of_label;
      for (std::size_t j = 0; j < k; ++j) logits[1 + j] = samples[j] == labels[i] ? masked<T> : row(s, i)[j] + shift[j];
      f.output().data()[i] = row_kernels<T>().softmax(logits, logits, 1 + k) - of_label;
    }
  }

  // Rows are taken in blocks, as a row of all classes is needed for each. f(first row, the block's rows of the input,
  // their logits).
  template <class T, class Context, class F>
  void for_each_block(Context& c, F&& f) const {
    const Matrix<T>& x = c.input(0);
    const Matrix<T>& table = c.parameter(0);
    Matrix<T> block, logits;
    for (std::size_t first = 0; first < rows(x); first += rows_per_block) {
      const std::size_t n = std::min(rows_per_block, rows(x) - first);
      resize(block, n, columns(x));
      resize(logits, n, rows(table));
      std::copy_n(row(x, first), n * columns(x), block.data());
      if (bias_) {
        for (std::size_t i = 0; i < n; ++i) std::copy_n(c.parameter(1).data(), rows(table), row(logits, i));
      }
      matmul_nt(block, table, logits, /*accumulate=*/bias_);
      f(first, block, logits);
    }
  }

  template <class T>
  void full_forward(Forward<T>& f) const {
    for_each_block<T>(f, [&](std::size_t first, const Matrix<T>&, Matrix<T>& logits) {
      for (std::size_t i = 0; i < rows(logits); ++i) {
        const T of_label = row(logits, i)[f.ids(1)[first + i]];
        const T log_sum = row_kernels<T>().softmax(row(logits, i), row(logits, i), columns(logits));
        f.output().data()[first + i] = log_sum - of_label;
      }
    });
  }

  template <class T>
  void full_backward(Backward<T>& b) const {
    Matrix<T> d_x;
    for_each_block<T>(b, [&](std::size_t first, const Matrix<T>& x, Matrix<T>& logits) {
      for (std::size_t i = 0; i < rows(logits); ++i) {
        T* d = row(logits, i);
        row_kernels<T>().softmax(d, d, columns(logits));
        d[b.ids(1)[first + i]] -= T(1);
        row_kernels<T>().scale(b.gradient().data()[first + i], d, columns(logits));
        for (Id id = 0; bias_ && id < columns(logits); ++id) b.parameter_gradient(1).add_row(id, d + id);
      }
      b.parameter_gradient(0).add_product(logits, x);
      if (!b.wants(0)) return;
      resize(d_x, rows(x), columns(x));
      matmul(logits, b.parameter(0), d_x, /*accumulate=*/false);
      row_kernels<T>().axpy(T(1), d_x.data(), row(b.input_gradient(0), first), d_x.size());
    });
  }

  template <class T>
  static constexpr T masked = T(-1e30);  // exp gives 0

  std::string weight_;
  bool bias_ = true;
  Init init_{"xavier", 0.0};
};

ROWGRAD_LAYER(SampledSoftmaxCE,
              "cross-entropy against a label from a sample of the classes; its weight's gradient stays row-sparse");

}  // namespace
}  // namespace rowgrad
