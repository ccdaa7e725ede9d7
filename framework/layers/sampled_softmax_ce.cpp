#include <algorithm>
#include <cmath>

#include "core/parallel.hpp"
#include "graph/layer.hpp"
#include "graph/weight.hpp"
#include "kernels/whole.hpp"

namespace rowgrad {
namespace {

// Cross-entropy of softmax(x·Wᵀ + b) against a label without computing every logit: in training, the sum over classes
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
  static constexpr Input x{0, "rows"}, label{1, "label"}, sampled{2, "sampled"};
  static constexpr Param weight{0, "weight"}, bias{1, "bias"};  // (classes x d), (classes x 1)
  static constexpr Saved probabilities{0};                      // of the label and the samples (n x 1 + k)
  static constexpr Saved sampled_rows{1};                       // of W (k x d)
  static constexpr Saved scores{2};     // x · sampled_rowsᵀ (n x k), whose gradient takes its place in backward
  static constexpr Saved shift{3};      // what makes them logits: b − log(k Q) (1 x k)
  static constexpr Saved d_sampled{4};  // scratch of backward: the gradient of sampled_rows
  static constexpr Saved logits{5};     // scratch of evaluation: for some of the rows
  static constexpr Saved of_label{6};   // of evaluation: the label's logit (n x 1)

  void declare(Keys& keys) override {
    weight_.declare(keys, "borrow another layer's table (classes x width), e.g. \"embed.weight\": tying");
    keys.add("bias", bias_, "add a bias of its own, which starts at zero");
  }

  ValueType output(const LayerInputs& in) const override {
    in.expect(x, label, sampled);
    in.same_space(x, label);
    if (in.samples(sampled).width != in.ids(label).width)
      in.fail(fmt::format("samples are below {}, but labels below {}", in[sampled].width, in[label].width));
    weight_spec(in);
    return {Kind::loss, in.real(x).space, 1};
  }

  std::vector<ParameterSpec> parameters(const LayerInputs& in) const override {
    std::vector<ParameterSpec> specs{weight_spec(in)};
    if (bias_) specs.push_back({bias, in[label].width, 1, Init{"zeros"}});  // a column: row-sparse like the weight
    return specs;
  }

  std::vector<Input> rows_read(Param) const override { return {label, sampled}; }
  bool evaluates_in_blocks() const override { return true; }

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
    if (b.training())
      sampled_backward(b);
    else
      full_backward(b);
  }

 private:
  static constexpr std::size_t rows_per_part = 64;  // of x, in evaluation

  ParameterSpec weight_spec(const LayerInputs& in) const {
    return weight_.spec(weight, in, Weight::number_of_ids(in.ids(label).width),
                        Weight::width_of_rows(in.real(x).width));
  }

  template <class Context>
  static typename Context::Number bias_of(Context& c, Id place) {
    return c.has(bias) ? c.parameter(bias).data()[place] : typename Context::Number(0);
  }

  template <class T>
  static void score_samples(Forward<T>& f) {
    const std::span<const Id> samples = f.ids(sampled), places = f.places(sampled);
    const std::size_t k = samples.size(), d = columns(f.input(x));
    resize(f.saved(sampled_rows), k, d);
    resize(f.saved(scores), rows(f.input(x)), k);
    resize(f.saved(shift), 1, k);
    for (std::size_t j = 0; j < k; ++j) {
      std::copy_n(row(f.parameter(weight), places[j]), d, row(f.saved(sampled_rows), j));
      const double draws = std::log(static_cast<double>(k)) + (*f.type(sampled).log_probability)[samples[j]];
      f.saved(shift).data()[j] = bias_of(f, places[j]) - static_cast<T>(draws);
    }
    matmul_nt(f.input(x), f.saved(sampled_rows), f.saved(scores), /*accumulate=*/false);
  }

  template <class T>
  static void sampled_forward(Forward<T>& f) {
    score_samples(f);
    const Matrix<T>& in = f.input(x);
    const Matrix<T>& w = f.parameter(weight);
    const std::span<const Id> samples = f.ids(sampled);
    const std::size_t k = samples.size();
    const T* shifts = f.saved(shift).data();
    Matrix<T>& p = f.saved(probabilities);
    resize(p, rows(in), 1 + k);
    for_each_row(rows(in), exp_work * (k + columns(in)), [&](std::size_t i) {
      const Id y = f.ids(label)[i], place = f.places(label)[i];
      const T of_label = row_kernels<T>().dot(row(in, i), row(w, place), columns(in)) + bias_of(f, place);
      const T* score = row(f.saved(scores), i);
      T* s = row(p, i);
      s[0] = of_label;
      for (std::size_t j = 0; j < k; ++j) s[1 + j] = samples[j] == y ? masked<T> : score[j] + shifts[j];
      f.output().data()[i] = row_kernels<T>().softmax(s, s, 1 + k) - of_label;
    });
  }

  template <class T>
  static void sampled_backward(Backward<T>& b) {
    const Matrix<T>& in = b.input(x);
    const Matrix<T>& p = b.saved(probabilities);
    const std::size_t k = columns(p) - 1;
    Matrix<T>& d_scores = b.saved(scores);
    Matrix<T>* dx = b.input_gradient(x);
    const auto d_label = [&](std::size_t i) { return b.gradient().data()[i] * (row(p, i)[0] - T(1)); };
    for_each_row(rows(in), exp_work * (k + columns(in)), [&](std::size_t i) {
      row_kernels<T>().scaled_copy(b.gradient().data()[i], row(p, i) + 1, row(d_scores, i), k);
      const T* of_label = row(b.parameter(weight), b.places(label)[i]);
      if (dx != nullptr) row_kernels<T>().axpy(d_label(i), of_label, row(*dx, i), columns(in));
    });
    for (std::size_t i = 0; i < rows(in); ++i) {
      const Id y = b.places(label)[i];
      const T d = d_label(i);
      b.gradient(weight).add_row(y, row(in, i), d);
      if (b.has(bias)) b.gradient(bias).add_row(y, &d);
    }
    if (dx != nullptr) matmul(d_scores, b.saved(sampled_rows), *dx, /*accumulate=*/true);
    resize(b.saved(d_sampled), k, columns(in));
    matmul_tn(d_scores, in, b.saved(d_sampled), /*accumulate=*/false);
    b.gradient(weight).add_rows(b.places(sampled), b.saved(d_sampled).data());
    if (b.has(bias)) add_bias_gradient(b, d_scores);
  }

  // The column sums of d_scores, sample by sample.
  template <class T>
  static void add_bias_gradient(Backward<T>& b, const Matrix<T>& d_scores) {
    Matrix<T>& sums = b.saved(shift);  // no longer needed
    resize(sums, 1, columns(d_scores));
    set_zero(sums);
    for (std::size_t i = 0; i < rows(d_scores); ++i)
      row_kernels<T>().axpy(T(1), row(d_scores, i), sums.data(), columns(sums));
    for (std::size_t j = 0; j < columns(sums); ++j) b.gradient(bias).add_row(b.places(sampled)[j], sums.data() + j);
  }

  // work(first row, logits), for some rows of x at a time, over the classes that have these weights and biases, if any.
  template <class Context, class T, class F>
  static void for_each_part(Context& c, RowSpan<const T> w, const T* b, F&& work) {
    const Matrix<T>& in = c.input(x);
    Matrix<T>& s = c.saved(logits);
    for (std::size_t first = 0; first < rows(in); first += rows_per_part) {
      const std::size_t n = std::min(rows_per_part, rows(in) - first);
      resize(s, n, w.rows);
      if (b != nullptr) repeat_row(b, s.data(), n, w.rows);
      matmul_nt(row_span(in, first, n), w, row_span(s), /*accumulate=*/b != nullptr);
      work(first, s);
    }
  }

  // log(exp(a) + exp(b)).
  template <class T>
  static T log_add(T a, T b) {
    return std::max(a, b) + std::log1p(std::exp(-std::abs(a - b)));
  }

  template <class T>
  static void full_forward(Forward<T>& f) {
    const Share classes = f.block();
    T* const log_sum = f.output().data();  // of exp(logits), over the classes so far
    resize(f.saved(of_label), rows(f.input(x)), 1);
    T* const labels = f.saved(of_label).data();
    const T* const b = f.has(bias) ? f.rows_of_block(bias).data : nullptr;
    for_each_part(f, f.rows_of_block(weight), b, [&](std::size_t first, Matrix<T>& s) {
      for_each_row(rows(s), exp_work * columns(s), [&](std::size_t i) {
        const Id y = f.ids(label)[first + i];
        if (classes.contains(y)) labels[first + i] = row(s, i)[y - classes.first];
        const T of_block = row_kernels<T>().softmax(row(s, i), row(s, i), columns(s));
        log_sum[first + i] = classes.first == 0 ? of_block : log_add(log_sum[first + i], of_block);
      });
    });
    if (classes.last < f.type(label).width) return;
    for (std::size_t i = 0; i < rows(f.input(x)); ++i) log_sum[i] -= labels[i];
  }

  template <class T>
  static void full_backward(Backward<T>& b) {
    Matrix<T>* dx = b.input_gradient(x);
    const T* const biases = b.has(bias) ? b.parameter(bias).data() : nullptr;
    for_each_part(b, row_span(b.parameter(weight)), biases, [&](std::size_t first, Matrix<T>& ds) {
      for_each_row(rows(ds), exp_work * columns(ds), [&](std::size_t i) {
        T* d = row(ds, i);
        row_kernels<T>().softmax(d, d, columns(ds));
        d[b.ids(label)[first + i]] -= T(1);
        row_kernels<T>().scale(b.gradient().data()[first + i], d, columns(ds));
      });
      for (std::size_t i = 0; b.has(bias) && i < rows(ds); ++i) {
        for (Id id = 0; id < columns(ds); ++id) b.gradient(bias).add_row(id, row(ds, i) + id);
      }
      b.gradient(weight).add_product(row_span(ds), row_span(b.input(x), first, rows(ds)));
      if (dx != nullptr) {
        matmul(row_span(ds), row_span(b.parameter(weight)), row_span(*dx, first, rows(ds)), /*accumulate=*/true);
      }
    });
  }

  template <class T>
  static constexpr T masked = T(-1e30);  // exp gives 0

  Weight weight_{Init{"xavier"}};
  bool bias_ = true;
};

ROWGRAD_LAYER(SampledSoftmaxCE,
              "cross-entropy against a label from a sample of the classes; its weight's gradient stays row-sparse");

}  // namespace
}  // namespace rowgrad
