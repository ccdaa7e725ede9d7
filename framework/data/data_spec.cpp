#include "data/data_spec.hpp"

#include "config/catalogue.hpp"

namespace rowgrad {

const bool registered_section = add_catalogue_section<DataSpec>("data", "task", "", "task");

}  // namespace rowgrad
