// RowTarget: what losses that compare a row's columns with a target share. The target is one-hot at a label (ids) or
// given as rows; a third input, of width 1, may multiply each row's loss: example or class weights.
#pragma once

#include "core/parallel.hpp"
#include "graph/layer.hpp"

namespace rowgrad {

struct RowTarget {
  Input compared;  // the rows; its name is a plural for messages: "logits"
  Input label{1, "label"};
  Input weight{2, "weight"};  // may be left out

  /// A loss per row. Throws through `in` if target or weight do not fit the rows.
  ValueType output(const LayerInputs& in) const {
    if (in.count() != 3) in.expect(compared, label);
    const ValueType& values = in.real(compared);
    const ValueType& target = in[label].kind == Kind::ids ? in.ids(label) : in.real(label);
    in.same_space(compared, label);
    if (values.width != target.width) {
      in.fail(fmt::format("there are {} {} for {} classes", values.width, compared.name, target.width),
              fmt::format("make the {}' width equal to the number of classes", compared.name));
    }
    if (in.has(weight)) {
      in.same_space(compared, weight);
      if (in.real(weight).width != 1) in.fail(fmt::format("the weight has width {}, expected 1", in[weight].width));
    }
    return {Kind::loss, values.space, 1};
  }

  /// work(class, q) for the classes of row i, or only for the label's if that is all of the target.
  template <class Context, class F>
  void for_each(Context& c, std::size_t i, F&& work) const {
    using T = typename Context::Number;
    if (c.type(label).kind == Kind::ids) return work(std::size_t{c.ids(label)[i]}, T(1));
    const T* q = row(c.input(label), i);
    for (std::size_t j = 0; j < columns(c.input(label)); ++j) work(j, q[j]);
  }

  /// What row i's loss is multiplied by.
  template <class Context>
  typename Context::Number weight_of(Context& c, std::size_t i) const {
    return c.has(weight) ? c.input(weight).data()[i] : typename Context::Number(1);
  }

  /// Where the target's gradient is wanted, which may come from a layer such as a teacher's softmax; null otherwise.
  template <class T>
  Matrix<T>* gradient(Backward<T>& b) const {
    return b.type(label).kind == Kind::real ? b.input_gradient(label) : nullptr;
  }

  /// ∂L/∂weight, given each row's loss before it is weighted (n x 1), which may be infinite where no gradient comes.
  template <class T>
  void weight_backward(Backward<T>& b, const Matrix<T>& losses) const {
    if (!b.has(weight)) return;
    Matrix<T>* const d_weight = b.input_gradient(weight);
    if (d_weight == nullptr) return;
    for (std::size_t i = 0; i < rows(losses); ++i) {
      const T g = b.gradient().data()[i];
      if (g != T(0)) d_weight->data()[i] += g * losses.data()[i];
    }
  }
};

}  // namespace rowgrad
