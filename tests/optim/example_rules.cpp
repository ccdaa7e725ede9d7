#include "tests/optim/example_rules.hpp"

#include "config/catalogue.hpp"

namespace rowgrad {

Registry<UpdateRule>& example_rules() {
  static Registry<UpdateRule> rules;
  return rules;
}

namespace {

template <class Base, class Derived>
bool register_example(const std::string& name, const std::string& doc) {
  return example_rules().add(name, {doc, [] { return std::make_unique<Derived>(); }});
}

}  // namespace
}  // namespace rowgrad

#define register_as register_example
#include "tests/docs/lion.inc"
