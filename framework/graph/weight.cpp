#include "graph/weight.hpp"

#include <fmt/format.h>

namespace rowgrad {

Weight::Side Weight::key(const std::string& name, std::size_t value) {
  return {value, fmt::format("\"{}\"", name), fmt::format("remove \"{}\"", name)};
}

Weight::Side Weight::width_of_rows(std::size_t width) {
  return {width, "the input's width", "put a Linear with \"out\": {} before it"};
}

Weight::Side Weight::number_of_ids(std::size_t number) {
  return {number, "the number of ids", "borrow a weight with a row for each id"};
}

ParameterSpec Weight::spec(Param handle, const LayerInputs& in, const Side& rows, const Side& columns) const {
  if (borrowed_.empty()) {
    for (const Side& side : {rows, columns}) {
      if (side.size == 0)
        in.fail(fmt::format("needs {}", side.name),
                fmt::format("add {}, or borrow a weight with \"weight\"", side.name));
    }
    return {handle, rows.size, columns.size, init_};
  }
  const Shape found = in.borrowed(borrowed_);
  const auto check = [&](const Side& side, std::size_t size, const char* what) {
    if (side.size == 0 || side.size == size) return;
    in.fail(fmt::format("the borrowed \"{}\" ({} x {}) has {} {}, but {} is {}", borrowed_, found.rows, found.columns,
                        size, what, side.name, side.size),
            fmt::format(fmt::runtime(side.remedy), size));
  };
  check(rows, found.rows, "rows");
  check(columns, found.columns, "columns");
  ParameterSpec spec(handle, found.rows, found.columns, init_);
  spec.borrowed = borrowed_;
  return spec;
}

}  // namespace rowgrad
