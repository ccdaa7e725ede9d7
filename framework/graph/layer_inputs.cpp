#include "graph/layer_inputs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace rowgrad {

std::string LayerInputs::title(Input i) const { return fmt::format("input \"{}\"", inputs_[i.index].name); }

void LayerInputs::fail(const std::string& what, const std::string& remedy) const {
  throw where_.error(fmt::format("{}: {}", layer_, what), remedy);
}

void LayerInputs::expect_names(const std::vector<std::string>& names) const {
  if (count() == names.size()) return;
  fail(fmt::format("expected {} input{} ({}), found {}", names.size(), names.size() == 1 ? "" : "s",
                   fmt::join(names, ", "), count()),
       names.size() == 1 ? "name it in \"input\"" : "name them in \"inputs\"");
}

const ValueType& LayerInputs::ids(Input i) const {
  const ValueType& type = (*this)[i];
  if (type.kind != Kind::ids)
    fail(fmt::format("{} must be ids, found {}", title(i), describe(type)), "name one of the task's inputs");
  return type;
}

const ValueType& LayerInputs::samples(Input i) const {
  const ValueType& type = ids(i);
  if (type.log_probability == nullptr) {
    fail(fmt::format("{} must be ids drawn at random, found {}", title(i), describe(type)),
         "name \"sampled\", which the data provides if \"data.sampled\" says how many");
  }
  return type;
}

const ValueType& LayerInputs::real(Input i) const {
  const ValueType& type = (*this)[i];
  if (type.kind == Kind::ids) {
    fail(fmt::format("{} must be rows of numbers, found {}", title(i), describe(type)),
         "look ids up in an Embedding first");
  }
  if (type.kind == Kind::loss) fail(fmt::format("{} is a loss, which only Sum and Mean may read", title(i)));
  return type;
}

const ValueType& LayerInputs::grouped(Input i) const {
  const ValueType& type = (*this)[i];
  if (type.kind == Kind::ids) real(i);
  if (type.space->group == nullptr) {
    fail(fmt::format("{} has one row per {}, which is not grouped into segments", title(i), type.space->name),
         "reduce a value whose rows are grouped, such as the tokens of a document");
  }
  return type;
}

void LayerInputs::same_space(Input i, Input j) const {
  const RowSpace *a = (*this)[i].space, *b = (*this)[j].space;
  if (a == b) return;
  fail(fmt::format("{} has one row per {}, but {} has one row per {}", title(i), a->name, title(j), b->name),
       "bring both to one row space, for example with Sum or Mean");
}

void LayerInputs::same_width(Input i, Input j) const {
  if ((*this)[i].width == (*this)[j].width) return;
  fail(fmt::format("{} has width {}, but {} has width {}", title(i), (*this)[i].width, title(j), (*this)[j].width),
       "make the two sizes equal");
}

ValueType LayerInputs::all_alike() const {
  if (count() < 2) expect_names({"a", "b"});
  const Input first{0, "a"};
  for (std::size_t i = 0; i < count(); ++i) {
    real({i, "b"});
    same_space(first, {i, "b"});
    same_width(first, {i, "b"});
  }
  return (*this)[first];
}

}  // namespace rowgrad
